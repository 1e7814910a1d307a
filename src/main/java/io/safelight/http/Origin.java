package io.safelight.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;

/** Names the network that an address stands for when shares are counted. */
final class Origin {
  /** The half of an IPv6 address that a network is given; the other half its machines choose as they like. */
  private static final int NETWORK_BYTES = 8;

  private Origin() {}

  static String of(InetAddress address) {
    return address instanceof Inet6Address
        ? HexFormat.of().formatHex(address.getAddress(), 0, NETWORK_BYTES) + "/64"
        : address.getHostAddress();
  }
}
