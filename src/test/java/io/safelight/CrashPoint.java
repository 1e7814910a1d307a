package io.safelight;

import java.util.Optional;

/** The named steps of the write path at which a server is killed. */
enum CrashPoint {
  APPEND_TMP_WRITTEN(Step.TMP_WRITTEN, null),
  APPEND_AFTER_FSYNC(Step.AFTER_FSYNC, null),
  APPEND_AFTER_RENAME(Step.AFTER_RENAME, null),
  APPEND_BEFORE_ROW(Step.BEFORE_TRANSACTION, "SqlMediaRepository.append"),
  APPEND_IN_TRANSACTION(Step.IN_TRANSACTION, "SqlMediaRepository.append"),
  APPEND_AFTER_ROW(Step.AFTER_TRANSACTION, "SqlMediaRepository.append"),
  FINALIZE_BEFORE(Step.BEFORE_TRANSACTION, "SqlMediaRepository.finalizeUpload"),
  FINALIZE_IN_TRANSACTION(Step.IN_TRANSACTION, "SqlMediaRepository.finalizeUpload"),
  FINALIZE_AFTER(Step.AFTER_TRANSACTION, "SqlMediaRepository.finalizeUpload"),
  CLAIM_IN_TRANSACTION(Step.IN_TRANSACTION, "SqlJobQueue.claim"),
  CLAIM_AFTER(Step.AFTER_TRANSACTION, "SqlJobQueue.claim"),
  WHILE_TRANSCODING(Step.AFTER_TRANSACTION, "SqlJobQueue.heartbeat"),
  PUBLISH_AFTER_RENAME(Step.AFTER_RENAME, null),
  PUBLISH_BEFORE(Step.BEFORE_TRANSACTION, "SqlJobQueue.succeed"),
  PUBLISH_IN_TRANSACTION(Step.IN_TRANSACTION, "SqlJobQueue.succeed"),
  PUBLISH_AFTER(Step.AFTER_TRANSACTION, "SqlJobQueue.succeed");

  /** Where in a durable write or a transaction. */
  enum Step {
    TMP_WRITTEN,
    AFTER_FSYNC,
    AFTER_RENAME,
    BEFORE_TRANSACTION,
    IN_TRANSACTION,
    AFTER_TRANSACTION
  }

  private final Step step;
  private final Optional<String> method;

  CrashPoint(Step step, @org.jspecify.annotations.Nullable String method) {
    this.step = step;
    this.method = Optional.ofNullable(method);
  }

  Step step() {
    return step;
  }

  /** The repository method whose transaction it is, as {@code Class.method}; empty for the steps of a file. */
  Optional<String> method() {
    return method;
  }

  /** Whether the server dies while a segment is being sent. */
  boolean isInAppend() {
    return name().startsWith("APPEND");
  }

  boolean isInFinalize() {
    return name().startsWith("FINALIZE");
  }
}
