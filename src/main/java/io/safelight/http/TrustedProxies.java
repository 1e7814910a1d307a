package io.safelight.http;

import io.safelight.config.AddressBlock;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** The addresses of proxies whose forwarded headers are believed. Immutable. */
final class TrustedProxies {
  private final List<AddressBlock> blocks;

  private TrustedProxies(List<AddressBlock> blocks) {
    this.blocks = List.copyOf(blocks);
  }

  /**
   * Reads addresses and CIDR blocks, such as {@code 10.0.0.0/8} and {@code ::1}. Names are not looked up.
   *
   * @throws IllegalArgumentException with a sentence that quotes what cannot be read
   */
  static TrustedProxies parse(List<String> texts) {
    var blocks = new ArrayList<AddressBlock>();
    for (String text : texts) {
      String stripped = text.strip();
      if (!stripped.isEmpty()) {
        blocks.add(AddressBlock.parse(stripped));
      }
    }
    return new TrustedProxies(blocks);
  }

  /** Whether this is the address of a trusted proxy. */
  boolean contains(InetAddress address) {
    for (AddressBlock block : blocks) {
      if (block.contains(address)) {
        return true;
      }
    }
    return false;
  }
}
