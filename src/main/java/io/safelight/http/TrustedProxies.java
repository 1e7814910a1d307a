package io.safelight.http;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** The addresses of proxies whose forwarded headers are believed. Immutable. */
public final class TrustedProxies {
  private final List<Block> blocks;

  private TrustedProxies(List<Block> blocks) {
    this.blocks = List.copyOf(blocks);
  }

  /**
   * Reads addresses and CIDR blocks, such as {@code 10.0.0.0/8} and {@code ::1}. Names are not looked up.
   *
   * @throws IllegalArgumentException with a sentence that quotes what cannot be read
   */
  public static TrustedProxies parse(List<String> texts) {
    var blocks = new ArrayList<Block>();
    for (String text : texts) {
      String stripped = text.strip();
      if (!stripped.isEmpty()) {
        blocks.add(Block.parse(stripped));
      }
    }
    return new TrustedProxies(blocks);
  }

  /** Whether this is the address of a trusted proxy. */
  public boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    for (Block block : blocks) {
      if (block.contains(bytes)) {
        return true;
      }
    }
    return false;
  }

  @SuppressWarnings("ArrayRecordComponent") // Never compared and never handed out.
  private record Block(byte[] network, int bits) {

    static Block parse(String text) {
      int slash = text.indexOf('/');
      try {
        byte[] network = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash)).getAddress();
        int bits = slash < 0 ? network.length * 8 : Integer.parseInt(text.substring(slash + 1));
        if (bits >= 0 && bits <= network.length * 8) {
          return new Block(network, bits);
        }
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(notABlock(text), e);
      }
      throw new IllegalArgumentException(notABlock(text));
    }

    private static String notABlock(String text) {
      return "'" + text + "' is not an address or a block of addresses; write 10.1.2.3, 10.0.0.0/8 or ::1";
    }

    boolean contains(byte[] address) {
      if (address.length != network.length) {
        return false;
      }
      for (int i = 0; i < bits; i++) {
        int mask = 0x80 >> (i & 7);
        if (((network[i >> 3] ^ address[i >> 3]) & mask) != 0) {
          return false;
        }
      }
      return true;
    }
  }
}
