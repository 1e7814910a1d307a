package io.safelight.processing;

import io.safelight.ffmpeg.ProbedFile;
import io.safelight.image.ImageHeader;
import io.safelight.media.MediaKind;

/** What the bytes of an upload turned out to be, whatever the client called them. */
sealed interface Content {

  MediaKind kind();

  /** MIME type by content. */
  String contentType();

  /** A picture or an animation, which is a GIF or a WebP. One of a single frame is a picture; an animated PNG is, too. */
  record Image(ImageHeader header) implements Content {
    @Override
    public MediaKind kind() {
      boolean animated = header.frames() > 1 && !header.contentType().equals("image/png");
      return animated ? MediaKind.GIF : MediaKind.IMAGE;
    }

    @Override
    public String contentType() {
      return header.contentType();
    }
  }

  record Video(ProbedFile file, ProbedFile.VideoStream stream, String contentType) implements Content {
    private static final double IMPLAUSIBLE_FRAME_RATE = 240;

    /**
     * Average frames per second; 0 when unknown. For a container that says neither rate nor number of frames, as
     * browsers record them, what is reported is the step of its clock.
     */
    double frameRate() {
      boolean guessed = stream.frames() == 0 && stream.frameRate() > IMPLAUSIBLE_FRAME_RATE;
      return guessed ? 0 : stream.frameRate();
    }

    @Override
    public MediaKind kind() {
      return MediaKind.VIDEO;
    }
  }

  /** Text, read as what it was uploaded for: subtitles. */
  record Text(SubtitleTrack track, String contentType) implements Content {
    @Override
    public MediaKind kind() {
      return MediaKind.SUBTITLES;
    }
  }
}
