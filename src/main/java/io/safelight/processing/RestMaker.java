package io.safelight.processing;

import static java.nio.file.StandardOpenOption.CREATE_NEW;

import io.safelight.blob.BlobStore;
import io.safelight.ffmpeg.ProbedFile;
import io.safelight.media.MediaFacts;
import io.safelight.media.Variant;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes what a video that has been published still lacks: further sizes, HLS of all of them, and a storyboard. Thread-safe. */
final class RestMaker {
  private final BlobStore blobs;
  private final Planner planner;
  private final LadderEncoder ladder;
  private final HlsCopier copier;
  private final StoryboardMaker storyboards;
  private final VideoFinisher finisher;

  RestMaker(
      BlobStore blobs,
      Planner planner,
      LadderEncoder ladder,
      HlsCopier copier,
      StoryboardMaker storyboards,
      VideoFinisher finisher) {
    this.blobs = blobs;
    this.planner = planner;
    this.ladder = ladder;
    this.copier = copier;
    this.storyboards = storyboards;
    this.finisher = finisher;
  }

  /**
   * What a video lacks.
   *
   * @param size of the video that is there
   * @param rungs further sizes
   */
  private record Missing(Content.Video video, FrameSize size, List<Rung> rungs, Optional<Storyboard> storyboard) {}

  /**
   * Makes it.
   *
   * @throws AttemptException when nothing is to be published
   */
  Product make(Attempt attempt, Content.Video video) throws AttemptException, InterruptedException, IOException {
    MediaFacts facts = attempt.media().facts();
    if (facts == null) {
      throw AttemptException.fault("there is nothing to be completed");
    }
    Variant first =
        attempt.made().stream()
            .filter(variant -> variant.contentType().equals("video/mp4"))
            .findFirst()
            .orElseThrow(() -> AttemptException.fault("the media has no video to be completed"));
    FrameSize size = new FrameSize(first.width(), first.height());
    List<Rung> rungs = planner.rungs(FrameSize.shown(video.stream()), size);
    Missing missing = new Missing(video, size, rungs, planner.storyboard(size, facts.duration()));
    boolean hasSound = video.file().audio().isPresent();
    List<Output> outputs = new ArrayList<>();
    Optional<Duration> keyframes = Optional.empty();
    if (planner.makesHls()) {
      HlsCopier.Copy copy = copier.copy(attempt, fetch(attempt, first), size, hasSound);
      keyframes = Optional.of(copy.picture().longestSegment());
      outputs.addAll(hls(attempt, missing, copy));
    } else if (!rungs.isEmpty()) {
      ladder.encode(attempt, video, rungs, rungs.size(), false, missing.storyboard());
    }
    for (Rung rung : rungs) {
      outputs.add(checked(attempt, video, rung));
    }
    if (missing.storyboard().isPresent()) {
      if (rungs.isEmpty()) {
        storyboards.make(attempt, fetch(attempt, first), missing.storyboard().get(), keyframes);
      }
      outputs.addAll(missing.storyboard().get().write(attempt.folder()));
    }
    return new Product(facts, outputs, false);
  }

  /**
   * The picture of the first MP4 becomes a rendition as it is, unless it has its keyframes where the others cannot have theirs:
   * those of a video that was copied are where its maker put them.
   */
  private List<Output> hls(Attempt attempt, Missing missing, HlsCopier.Copy copy)
      throws AttemptException, InterruptedException, IOException {
    boolean fits = missing.rungs().isEmpty() || copy.picture().isOnGrid(missing.video().frameRate());
    HlsPresentation presentation = encoded(attempt, missing, copy, fits);
    if (fits && !presentation.isAligned()) {
      presentation = encoded(attempt, missing, copy, false);
    }
    if (!presentation.isAligned()) {
      throw AttemptException.fault("the sizes of a video do not begin their segments at the same frames");
    }
    return presentation.write(attempt.folder());
  }

  /**
   * Encodes what is missing.
   *
   * @param copied whether the picture of the first MP4 is used as it was copied
   */
  private HlsPresentation encoded(Attempt attempt, Missing missing, HlsCopier.Copy copy, boolean copied)
      throws AttemptException, InterruptedException, IOException {
    Content.Video video = missing.video();
    FrameSize size = missing.size();
    List<Rung> encoded = new ArrayList<>(missing.rungs());
    if (!copied) {
      encoded.add(new Rung(size, VideoSettings.maxBitRate(size, video.frameRate())));
    }
    if (!encoded.isEmpty()) {
      ladder.encode(attempt, video, encoded, missing.rungs().size(), true, missing.storyboard());
    }
    List<HlsPresentation.Picture> pictures = new ArrayList<>();
    pictures.add(
        new HlsPresentation.Picture(
            size, copied ? copy.picture() : HlsCopier.readPicture(attempt, LadderEncoder.fragments(size))));
    for (Rung rung : missing.rungs()) {
      HlsRendition rendition = HlsCopier.readPicture(attempt, LadderEncoder.fragments(rung.size()));
      pictures.add(new HlsPresentation.Picture(rung.size(), rendition));
    }
    return new HlsPresentation(pictures, copy.sound(), video.frameRate());
  }

  /** The first MP4, in the folder of the attempt. */
  private Path fetch(Attempt attempt, Variant variant) throws IOException {
    Path file = attempt.folder().resolve("first");
    if (Files.exists(file)) {
      return file;
    }
    try (var in = Channels.newInputStream(blobs.open(variant.key()));
        OutputStream out = Files.newOutputStream(file, CREATE_NEW)) {
      in.transferTo(out);
    }
    return file;
  }

  /** A size is as long as the video that is there, or it is not published. */
  private Output checked(Attempt attempt, Content.Video video, Rung rung)
      throws AttemptException, InterruptedException, IOException {
    Path file = attempt.folder().resolve(LadderEncoder.file(rung.size()));
    ProbedFile made = finisher.probe(attempt, file);
    if (VideoCheck.damage(video, made, false).isPresent()) {
      throw AttemptException.fault(file.getFileName() + " is not whole: " + made);
    }
    return VideoFinisher.mp4(file, VideoCheck.duration(made), rung.size());
  }
}
