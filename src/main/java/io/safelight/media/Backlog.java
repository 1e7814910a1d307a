package io.safelight.media;

/**
 * What will be worked on before a job that waits.
 *
 * @param lane whose slots the job waits for
 * @param waiting jobs of the lane that will be claimed before it
 * @param running jobs of the lane that are being worked on
 * @param runningBytes size of the uploads of those, each less the share that is done
 */
public record Backlog(Lane lane, int waiting, int running, long runningBytes) {
  /** That of a job which does not wait, or which nothing keeps from being claimed. */
  public static final Backlog NONE = new Backlog(Lane.QUICK, 0, 0, 0);
}
