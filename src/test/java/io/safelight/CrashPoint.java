package io.safelight;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.Arguments;

/** The named steps of the write path, and of deleting what was written, at which a server dies. */
enum CrashPoint {
  APPEND_TMP_WRITTEN(Step.TMP_WRITTEN, null),
  APPEND_AFTER_FSYNC(Step.AFTER_FSYNC, null),
  APPEND_AFTER_RENAME(Step.AFTER_RENAME, null),
  APPEND_BEFORE_ROW(Step.BEFORE_TRANSACTION, "SqlMediaRepository.append"),
  APPEND_IN_TRANSACTION(Step.IN_TRANSACTION, "SqlMediaRepository.append"),
  APPEND_AFTER_ROW(Step.AFTER_TRANSACTION, "SqlMediaRepository.append", Death.KILLED, Death.POWER_CUT),
  FINALIZE_BEFORE(Step.BEFORE_TRANSACTION, "SqlMediaRepository.finalizeUpload"),
  FINALIZE_IN_TRANSACTION(Step.IN_TRANSACTION, "SqlMediaRepository.finalizeUpload"),
  FINALIZE_AFTER(Step.AFTER_TRANSACTION, "SqlMediaRepository.finalizeUpload", Death.KILLED, Death.POWER_CUT),
  CLAIM_IN_TRANSACTION(Step.IN_TRANSACTION, "SqlJobQueue.claim"),
  CLAIM_AFTER(Step.AFTER_TRANSACTION, "SqlJobQueue.claim"),
  WHILE_TRANSCODING(Step.AFTER_TRANSACTION, "SqlJobQueue.heartbeat"),
  PUBLISH_AFTER_RENAME(Step.AFTER_RENAME, null),
  PUBLISH_BEFORE(Step.BEFORE_TRANSACTION, "SqlJobQueue.succeed"),
  PUBLISH_IN_TRANSACTION(Step.IN_TRANSACTION, "SqlJobQueue.succeed"),
  PUBLISH_AFTER(Step.AFTER_TRANSACTION, "SqlJobQueue.succeed", Death.KILLED, Death.POWER_CUT),
  REST_CLAIM_AFTER(Step.AFTER_TRANSACTION, "SqlJobQueue.claim"),
  REST_AFTER_RENAME(Step.AFTER_RENAME, null),
  REST_BEFORE(Step.BEFORE_TRANSACTION, "SqlJobQueue.complete"),
  REST_IN_TRANSACTION(Step.IN_TRANSACTION, "SqlJobQueue.complete"),
  REST_AFTER(Step.AFTER_TRANSACTION, "SqlJobQueue.complete", Death.KILLED, Death.POWER_CUT),

  SIMPLE_ROW_BEFORE(Step.BEFORE_TRANSACTION, "SqlMediaRepository.create"),
  SIMPLE_ROW_IN_TRANSACTION(Step.IN_TRANSACTION, "SqlMediaRepository.create"),
  SIMPLE_ROW_AFTER(Step.AFTER_TRANSACTION, "SqlMediaRepository.create"),
  SIMPLE_TMP_WRITTEN(Step.TMP_WRITTEN, null),
  SIMPLE_AFTER_FSYNC(Step.AFTER_FSYNC, null),
  SIMPLE_AFTER_RENAME(Step.AFTER_RENAME, null),
  SIMPLE_SEGMENT_BEFORE(Step.BEFORE_TRANSACTION, "SqlMediaRepository.append"),
  SIMPLE_SEGMENT_IN_TRANSACTION(Step.IN_TRANSACTION, "SqlMediaRepository.append"),
  SIMPLE_SEGMENT_AFTER(Step.AFTER_TRANSACTION, "SqlMediaRepository.append"),
  SIMPLE_FINALIZE_IN_TRANSACTION(Step.IN_TRANSACTION, "SqlMediaRepository.finalizeUpload"),
  SIMPLE_FINALIZE_AFTER(Step.AFTER_TRANSACTION, "SqlMediaRepository.finalizeUpload", Death.KILLED, Death.POWER_CUT),
  SIMPLE_PUBLISH_IN_TRANSACTION(Step.IN_TRANSACTION, "SqlJobQueue.succeed"),
  SIMPLE_PUBLISH_AFTER(Step.AFTER_TRANSACTION, "SqlJobQueue.succeed", Death.KILLED, Death.POWER_CUT),

  ATTACH_BEFORE(Step.BEFORE_TRANSACTION, "SqlSubtitleRepository.attach"),
  ATTACH_IN_TRANSACTION(Step.IN_TRANSACTION, "SqlSubtitleRepository.attach"),
  ATTACH_AFTER(Step.AFTER_TRANSACTION, "SqlSubtitleRepository.attach", Death.KILLED, Death.POWER_CUT),

  DELETION_ROW_IN_TRANSACTION(Step.IN_TRANSACTION, "SqlMediaRepository.deleteExpired"),
  DELETION_ROW_AFTER(Step.AFTER_TRANSACTION, "SqlMediaRepository.deleteExpired"),
  DELETION_FIRST_FILE_REMOVED(Step.AFTER_UNLINK, null, Death.KILLED, Death.POWER_CUT),
  DELETION_ALL_FILES_REMOVED(Step.BEFORE_TRANSACTION, "SqlGarbageRepository.forget", Death.POWER_CUT),
  DELETION_FORGET_IN_TRANSACTION(Step.IN_TRANSACTION, "SqlGarbageRepository.forget", Death.POWER_CUT),
  DELETION_FORGET_AFTER(Step.AFTER_TRANSACTION, "SqlGarbageRepository.forget", Death.POWER_CUT);

  /** Where in a durable write, a removal or a transaction. */
  enum Step {
    TMP_WRITTEN,
    AFTER_FSYNC,
    AFTER_RENAME,
    AFTER_UNLINK,
    BEFORE_TRANSACTION,
    IN_TRANSACTION,
    AFTER_TRANSACTION
  }

  private final Step step;
  private final Optional<String> method;
  private final boolean isKilled;
  private final boolean isCutOff;

  /** A power cut is tried where something was promised or removed, and it matters whether that was synced. */
  CrashPoint(Step step, @Nullable String method, Death... deaths) {
    this.step = step;
    this.method = Optional.ofNullable(method);
    List<Death> tried = deaths.length == 0 ? List.of(Death.KILLED) : List.of(deaths);
    this.isKilled = tried.contains(Death.KILLED);
    this.isCutOff = tried.contains(Death.POWER_CUT);
  }

  Step step() {
    return step;
  }

  /** The repository method whose transaction it is, as {@code Class.method}; empty for the steps of a file. */
  Optional<String> method() {
    return method;
  }

  /** How a server dies. */
  enum Death {
    /** SIGKILL: what the process wrote stays, synced or not. */
    KILLED,
    /** What was not synced is gone. */
    POWER_CUT
  }

  /** Some of the points, each with every death that is tried there. */
  static Stream<Arguments> crashes(Predicate<CrashPoint> which) {
    return Arrays.stream(values())
        .filter(which)
        .flatMap(point -> point.deaths().map(death -> Arguments.of(point, death)));
  }

  private Stream<Death> deaths() {
    return Arrays.stream(Death.values()).filter(death -> death == Death.KILLED ? isKilled : isCutOff);
  }

  /** Whether the server dies while a segment is being sent. */
  boolean isInAppend() {
    return name().startsWith("APPEND");
  }

  boolean isInFinalize() {
    return name().startsWith("FINALIZE");
  }

  /** Whether the server dies while it makes further variants. */
  boolean isInRest() {
    return name().startsWith("REST");
  }

  boolean isInSimpleUpload() {
    return name().startsWith("SIMPLE");
  }

  boolean isInAttaching() {
    return name().startsWith("ATTACH");
  }

  boolean isInDeletion() {
    return name().startsWith("DELETION");
  }
}
