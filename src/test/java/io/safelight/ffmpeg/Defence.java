package io.safelight.ffmpeg;

import java.util.EnumSet;
import java.util.Set;

/** One thing that stands between a hostile file and the machine, by itself. */
enum Defence {
  /** The input is a descriptor, and no protocol is allowed that opens anything. */
  DESCRIPTOR,
  /** Demuxers of playlists are not allowed. */
  FORMATS,
  OWN_USER,
  LIMITS,
  /** As the kernel of Debian 12 has it. */
  LANDLOCK_2,
  /** As the kernel of this machine has it. */
  LANDLOCK,
  SECCOMP;

  /** The layers of a sandbox that has this one and no other. */
  Set<Layer> layers() {
    return switch (this) {
      case DESCRIPTOR, FORMATS -> EnumSet.noneOf(Layer.class);
      case OWN_USER -> EnumSet.of(Layer.OWN_USER);
      case LIMITS -> EnumSet.of(Layer.LIMITS);
      case LANDLOCK_2, LANDLOCK -> EnumSet.of(Layer.LANDLOCK);
      case SECCOMP -> EnumSet.of(Layer.SECCOMP, Layer.ONE_PROCESS);
    };
  }
}
