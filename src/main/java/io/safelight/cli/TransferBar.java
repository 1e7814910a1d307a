package io.safelight.cli;

import io.safelight.client.ResumableUpload;

/** Shows the progress of an upload: bytes, and bytes per second of this run. */
final class TransferBar implements ResumableUpload.Listener, AutoCloseable {
  private static final double MIB = 1024 * 1024;

  private final Terminal terminal;
  private final ProgressBar bar;
  private final String name;
  private volatile long bytesThere;
  private volatile String soFar = "";
  private final long start = System.nanoTime();

  TransferBar(Terminal terminal, String name) {
    this.terminal = terminal;
    this.name = name;
    this.bar = new ProgressBar(terminal, name, "uploading ");
  }

  @Override
  public void opened(String mediaId, boolean resumed, long bytesThere) {
    this.bytesThere = bytesThere;
    terminal.println(name + (resumed ? " goes on as media_id " : " gets media_id ") + mediaId);
  }

  @Override
  public void progress(long bytes, long total) {
    int percent = total == 0 ? 100 : (int) (100 * bytes / total);
    double seconds = Math.max(1e-3, (System.nanoTime() - start) / 1e9);
    soFar = size(bytes) + " of " + size(total);
    bar.show(percent, "%s, %.1f MiB/s".formatted(soFar, (bytes - bytesThere) / MIB / seconds));
  }

  /** Says how far it got, when the process is told to end. */
  void interrupted() {
    close();
    if (!soFar.isEmpty()) {
      terminal.remark("Interrupted at " + soFar + "; run the same command again to go on.");
    }
  }

  static String size(long bytes) {
    return bytes < 1024 * 1024 ? Math.ceilDiv(bytes, 1024) + " KiB" : "%.1f MiB".formatted(bytes / MIB);
  }

  @Override
  public void close() {
    bar.close();
  }
}
