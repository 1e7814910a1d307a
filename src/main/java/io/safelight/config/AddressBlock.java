package io.safelight.config;

import java.net.InetAddress;

/** An address, or all addresses that begin like it (RFC 4632). Immutable. */
public final class AddressBlock {
  private final byte[] network;
  private final int bits;

  private AddressBlock(byte[] network, int bits) {
    this.network = network;
    this.bits = bits;
  }

  /**
   * Reads {@code 10.1.2.3}, {@code 10.0.0.0/8} or {@code ::1}. Names are not looked up.
   *
   * @throws IllegalArgumentException with a sentence that quotes what cannot be read
   */
  public static AddressBlock parse(String text) {
    int slash = text.indexOf('/');
    try {
      byte[] network = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash)).getAddress();
      int bits = slash < 0 ? network.length * 8 : Integer.parseInt(text.substring(slash + 1));
      if (bits >= 0 && bits <= network.length * 8) {
        return new AddressBlock(network, bits);
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(notABlock(text), e);
    }
    throw new IllegalArgumentException(notABlock(text));
  }

  /** Whether the address is in the block. */
  public boolean contains(InetAddress candidate) {
    byte[] address = candidate.getAddress();
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

  private static String notABlock(String text) {
    return "'" + text + "' is not an address or a block of addresses; write 10.1.2.3, 10.0.0.0/8 or ::1";
  }
}
