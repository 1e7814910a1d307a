package io.safelight.http;

import io.safelight.http.RequestBody.PartHead;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Reads the head of a part. Lines that make no sense are ignored: the name is all that is really needed. */
final class PartHeads {
  private PartHeads() {}

  static PartHead parse(byte[] bytes, int length) {
    // A head may be folded (RFC 5322 section 2.2.3); unfolded, each line is one header.
    String text = new String(bytes, 0, length, StandardCharsets.UTF_8).replaceAll("\r?\n[ \t]+", " ");
    String name = "";
    boolean isBase64 = false;
    for (String line : text.split("\r?\n", -1)) {
      int colon = line.indexOf(':');
      String value = colon < 0 ? "" : line.substring(colon + 1).strip();
      switch (colon < 0 ? "" : line.substring(0, colon).strip().toLowerCase(Locale.ROOT)) {
        case "content-disposition" -> name = HeaderParameters.parse(value).parameters().getOrDefault("name", "");
        case "content-transfer-encoding" -> isBase64 = value.equalsIgnoreCase("base64");
        default -> {
          // Other headers say nothing that is needed.
        }
      }
    }
    return new PartHead(name, isBase64);
  }
}
