package io.safelight.api;

import java.util.List;

/**
 * A chapter of the page that {@link DeviationDocs} makes. {@link #ALL} of them are everything in which Safelight differs from the real
 * API, and the one place where that is written down: what is not listed there and differs is a mistake.
 */
record DeviationChapter(String title, List<Deviation> deviations) {
  static final List<DeviationChapter> ALL =
      List.of(
          new DeviationChapter("STATUS", StatusDeviations.ALL),
          new DeviationChapter("Upload", UploadDeviations.ALL),
          new DeviationChapter("Posts", PostDeviations.ALL),
          new DeviationChapter("Authentication and ownership", AuthenticationDeviations.ALL),
          new DeviationChapter("General", GeneralDeviations.ALL));
}
