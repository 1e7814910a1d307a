package io.safelight.ffmpeg;

import java.util.Optional;

/** Processors whose numbers of system calls are known here. */
enum Architecture {
  X86_64("amd64", 0xC000003E),
  AARCH64("aarch64", 0xC00000B7);

  private final String javaName;
  private final int auditName;

  Architecture(String javaName, int auditName) {
    this.javaName = javaName;
    this.auditName = auditName;
  }

  /** Of this machine; empty when it is another one. */
  static Optional<Architecture> ofThisMachine() {
    String name = System.getProperty("os.arch");
    for (Architecture architecture : values()) {
      if (architecture.javaName.equals(name)) {
        return Optional.of(architecture);
      }
    }
    return Optional.empty();
  }

  /** What the kernel calls it ({@code AUDIT_ARCH_*} in linux/audit.h). */
  int auditName() {
    return auditName;
  }
}
