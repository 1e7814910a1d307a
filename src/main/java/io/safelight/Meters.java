package io.safelight;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.safelight.ffmpeg.Sandbox;
import io.safelight.media.JobQueue;
import io.safelight.media.Lane;
import io.safelight.picture.PictureCache;
import io.safelight.picture.PictureSizes;
import io.safelight.processing.EarlyProcessing;
import java.util.Locale;

/** What {@code GET /metrics} shows. */
final class Meters {
  private Meters() {}

  /** A registry of the process, the JVM and the queue; the parts of the server add theirs. */
  static PrometheusMeterRegistry of(JobQueue jobs) {
    var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new JvmMemoryMetrics().bindTo(meters);
    new JvmThreadMetrics().bindTo(meters);
    new ProcessorMetrics().bindTo(meters);
    new UptimeMetrics().bindTo(meters);
    for (Lane lane : Lane.values()) {
      Gauge.builder("jobs.waiting", () -> jobs.waiting(lane))
          .description("Jobs that no worker has taken")
          .tag("lane", lane.name().toLowerCase(Locale.ROOT))
          .register(meters);
    }
    return meters;
  }

  /** Adds what images in smaller sizes take. */
  static void addPictures(MeterRegistry meters, PictureSizes sizes, PictureCache cache) {
    Gauge.builder("pictures.waiting", sizes::waiting)
        .description("Images that wait to be made in another size")
        .register(meters);
    Gauge.builder("pictures.cached", cache::bytes)
        .description("Space that images in smaller sizes take")
        .baseUnit(BaseUnits.BYTES)
        .register(meters);
  }

  /** Adds what came of processing uploads that go on. */
  static void addEarly(MeterRegistry meters, EarlyProcessing early) {
    FunctionCounter.builder("media.early.used", early, EarlyProcessing::used)
        .description("Videos that were encoded while they were uploaded")
        .register(meters);
  }

  /** One row that is always 1, and says by its labels how ffmpeg is confined. */
  static void add(Sandbox sandbox, PrometheusMeterRegistry meters) {
    Gauge.builder("ffmpeg.sandbox", () -> 1)
        .description("How ffmpeg is confined")
        .tag("level", sandbox.level().wireName())
        .tag("landlock_abi", Integer.toString(sandbox.landlockVersion().orElse(0)))
        .register(meters);
  }
}
