package io.safelight.ffmpeg;

/** The layers of the kernel's around a run of ffmpeg. Each stops something even where the others are missing. */
enum Layer {
  /** An id of user that owns nothing but the folder of the job; only a server that runs as root can give one away. */
  OWN_USER,
  /** On memory, processor time, file size and open files. */
  LIMITS,
  /** Files and TCP: {@link Landlock}. */
  LANDLOCK,
  /** System calls: {@link SeccompFilter}. */
  SECCOMP,
  /** Nobody but the server starts a process: {@link OneClone}. With {@link #BUBBLEWRAP} the filter alone sees to it. */
  ONE_PROCESS,
  /** Namespaces, where there is no Landlock: {@link Bubblewrap}. Runs then have the server's own user. */
  BUBBLEWRAP
}
