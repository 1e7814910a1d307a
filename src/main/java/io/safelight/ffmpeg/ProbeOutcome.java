package io.safelight.ffmpeg;

/** What ffprobe says about a file. */
public sealed interface ProbeOutcome {
  record Probed(ProbedFile file) implements ProbeOutcome {}

  /** No allowed demuxer reads it, or it has no streams. */
  record Unreadable(String log) implements ProbeOutcome {}

  /** Nobody can blame the media. */
  record Disturbed(RunOutcome.NotEnded outcome) implements ProbeOutcome {}
}
