package io.safelight.bench;

import io.safelight.media.PictureSize;
import io.safelight.media.PictureSize.Fitted;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import javax.imageio.ImageIO;

/** The JDK's own reader, bicubic scaler and writer in a warm JVM; it neither confines anything nor keeps anything. */
final class ImageIoImages implements ImageMaking {
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final AtomicLong cpuNanos = new AtomicLong();

  @Override
  public String title() {
    return "ImageIO in a warm JVM";
  }

  @Override
  public Worker worker(int thread) {
    return picture -> {
      long before = threads.getCurrentThreadCpuTime();
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes(picture)));
      Fitted size = PictureSize.LARGE.of(image.getWidth(), image.getHeight());
      BufferedImage scaled = new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_3BYTE_BGR);
      Graphics2D graphics = scaled.createGraphics();
      graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
      graphics.drawImage(image, 0, 0, size.width(), size.height(), null);
      graphics.dispose();
      var out = new ByteArrayOutputStream();
      ImageIO.write(scaled, "jpeg", out);
      cpuNanos.addAndGet(threads.getCurrentThreadCpuTime() - before);
    };
  }

  private static byte[] bytes(BenchPicture picture) {
    byte[] bytes = new byte[picture.size()];
    picture.content().duplicate().get(bytes);
    return bytes;
  }

  @Override
  public Duration cpu() {
    return Duration.ofNanos(cpuNanos.get());
  }
}
