package io.safelight.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The STATUS requests of one user for some media, ready to be sent. */
record StatusRequests(BenchUser user, List<String> media) {
  /** So many different nonces and signatures in a round. */
  private static final int SIGNED = 20_000;

  /** Signed with OAuth 1.0a for the server on this port, each with a nonce and a signature of its own. */
  List<byte[]> signed(int port) {
    var signer = new OAuth1Signer(user);
    return IntStream.range(0, SIGNED).mapToObj(i -> signed(port, signer, media.get(i % media.size()))).toList();
  }

  /** With the user's bearer token. */
  List<byte[]> withBearer(int port) {
    return media.stream().map(id -> request(port, id, "Bearer " + user.bearerToken())).toList();
  }

  /** A server that does not verify would be quick for the wrong reason: sends a signature that was made for another media. */
  void requireVerification(int port) throws IOException {
    String signed = new String(signed(port, new OAuth1Signer(user), media.get(0)), StandardCharsets.ISO_8859_1);
    String other = signed.replaceFirst(media.get(0), media.get(1));
    try (var connection = new LoadConnection(port)) {
      for (int i = 0; i < 2; i++) {
        connection.send(ByteBuffer.wrap(signed.getBytes(StandardCharsets.ISO_8859_1)));
        int good = connection.readAnswer();
        connection.send(ByteBuffer.wrap(other.getBytes(StandardCharsets.ISO_8859_1)));
        int wrong = connection.readAnswer();
        if (good != 200 || wrong != 401) {
          throw new IOException("a right signature was answered " + good + ", a wrong one " + wrong);
        }
      }
    }
  }

  private static byte[] signed(int port, OAuth1Signer signer, String mediaId) {
    String uri = "http://127.0.0.1:" + port + "/1.1/media/upload.json";
    return request(port, mediaId, signer.authorization(uri, Map.of("command", "STATUS", "media_id", mediaId)));
  }

  private static byte[] request(int port, String mediaId, String authorization) {
    return LoadConnection.head(
        "GET /1.1/media/upload.json?command=STATUS&media_id=" + mediaId + " HTTP/1.1",
        "Host: 127.0.0.1:" + port,
        "Authorization: " + authorization);
  }
}
