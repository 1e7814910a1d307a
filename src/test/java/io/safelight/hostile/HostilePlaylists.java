package io.safelight.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.safelight.testmedia.TestMedia;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Files that name other files or hosts, which a reader of playlists would open. */
public final class HostilePlaylists {
  /** It makes a reader listen to a port. */
  public static final String SESSION =
      """
      v=0
      o=- 0 0 IN IP4 127.0.0.1
      s=x
      c=IN IP4 127.0.0.1
      t=0 0
      m=video 5004 RTP/AVP 96
      a=rtpmap:96 H264/90000
      """;

  private HostilePlaylists() {}

  public static String hls(String target) {
    return "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n" + target + "\n#EXT-X-ENDLIST\n";
  }

  public static String concat(String target) {
    return "ffconcat version 1.0\nfile '" + target + "'\n";
  }

  public static String dash(String target) {
    return """
        <?xml version="1.0"?>
        <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT3S" minBufferTime="PT1S"
             profiles="urn:mpeg:dash:profile:isoff-on-demand:2011">
          <Period><AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1000" width="640" height="360">
            <BaseURL>%s</BaseURL>
          </Representation></AdaptationSet></Period>
        </MPD>
        """
        .formatted(target);
  }

  /** A video whose subtitles, in a block that says GAB2, are a playlist; old readers of AVI took any format there. */
  static byte[] aviWithPlaylistAsSubtitles(String target) {
    byte[] avi = bytes(TestMedia.avi());
    byte[] block = gab2(hls(target));
    int list = indexOf(avi, "movi");
    ByteBuffer file = ByteBuffer.allocate(avi.length + block.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put(avi, 0, list + 4).put(block).put(avi, list + 4, avi.length - list - 4);
    file.putInt(4, file.getInt(4) + block.length).putInt(list - 4, file.getInt(list - 4) + block.length);
    return withSubtitleStream(file.array());
  }

  /** A chunk of stream 2 with a name of no letters and a file. */
  private static byte[] gab2(String content) {
    byte[] text = content.getBytes(ISO_8859_1);
    int length = 17 + text.length;
    return ByteBuffer.allocate(8 + length + length % 2)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put("02tx".getBytes(ISO_8859_1))
        .putInt(length)
        .put("GAB2\0".getBytes(ISO_8859_1))
        .putShort((short) 2)
        .putInt(0)
        .putShort((short) 4)
        .putInt(text.length)
        .put(text)
        .array();
  }

  /** Adds a third stream, of text, to the two that are there. */
  private static byte[] withSubtitleStream(byte[] avi) {
    byte[] stream =
        ByteBuffer.allocate(12 + 8 + 56 + 8)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put("LIST".getBytes(ISO_8859_1))
            .putInt(4 + 8 + 56 + 8)
            .put("strlstrh".getBytes(ISO_8859_1))
            .putInt(56)
            .put("txts".getBytes(ISO_8859_1))
            .putInt(36, 1)
            .putInt(40, 1)
            .position(76)
            .put("strf".getBytes(ISO_8859_1))
            .putInt(0)
            .array();
    int header = indexOf(avi, "hdrl");
    int end = header - 4 + 4 + ByteBuffer.wrap(avi).order(ByteOrder.LITTLE_ENDIAN).getInt(header - 4);
    ByteBuffer file = ByteBuffer.allocate(avi.length + stream.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put(avi, 0, end).put(stream).put(avi, end, avi.length - end);
    file.putInt(4, file.getInt(4) + stream.length).putInt(header - 4, file.getInt(header - 4) + stream.length);
    // The main header counts the streams at its 24th byte, behind its own name and size.
    int count = indexOf(avi, "avih") + 8 + 24;
    return file.putInt(count, 3).array();
  }

  private static int indexOf(byte[] bytes, String text) {
    return new String(bytes, ISO_8859_1).indexOf(text);
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
