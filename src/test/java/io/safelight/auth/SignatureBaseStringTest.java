package io.safelight.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safelight.http.Parameter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class SignatureBaseStringTest {
  private static final String BASE = "http://127.0.0.1:8080";
  private static final String PATH = "/1.1/media/upload.json";

  @Test
  void random_parameters_are_normalised_as_the_rfc_says() throws IOException {
    var random = new Random(1);
    for (int round = 0; round < 3_000; round++) {
      List<Parameter.Text> parameters = randomParameters(random);

      assertThat(new SignatureBaseString("POST", PATH, List.copyOf(parameters)).describe(BASE))
          .isEqualTo(ReferenceSigner.baseString("POST", BASE + PATH, parameters));
    }
  }

  @Test
  void a_request_without_parameters_ends_in_an_ampersand() throws IOException {
    assertThat(new SignatureBaseString("GET", "/", List.of()).describe("http://a")).isEqualTo("GET&http%3A%2F%2Fa%2F&");
  }

  @Test
  void streamed_values_sign_like_values_in_memory() throws IOException {
    var random = new Random(2);
    for (int round = 0; round < 500; round++) {
      List<Parameter.Text> texts = randomParameters(random);
      var mixed = new ArrayList<Parameter>();
      for (Parameter.Text text : texts) {
        mixed.add(random.nextBoolean() ? text : streamed(text));
      }

      assertThat(sign(new SignatureBaseString("POST", PATH, mixed)))
          .isEqualTo(expected(BASE, texts));
    }
  }

  @Test
  void a_segment_of_5_mib_in_base64_is_signed_as_a_stream() throws IOException {
    byte[] segment = new byte[5 << 20];
    new Random(3).nextBytes(segment);
    var texts =
        List.of(
            new Parameter.Text("media_data", Base64.getEncoder().encodeToString(segment)),
            new Parameter.Text("command", "APPEND"),
            new Parameter.Text("segment_index", "0"));
    List<Parameter> mixed = List.of(streamed(texts.get(0)), texts.get(1), texts.get(2));

    assertThat(sign(new SignatureBaseString("POST", PATH, mixed)))
        .isEqualTo(expected(BASE, texts));
  }

  @Test
  void several_base_uris_are_tried_in_one_pass_over_a_large_value() throws IOException {
    var text = new Parameter.Text("media_data", "a+b/c=".repeat(10_000));
    List<String> bases = List.of(BASE, "https://api.x.com", "https://upload.twitter.com");
    var large = new CountingLarge(streamed(text));
    List<Mac> macs = List.of(mac(), mac(), mac());

    new SignatureBaseString("POST", PATH, List.of(large)).feed(macs, bases);

    assertThat(large.opened).isEqualTo(1);
    for (int i = 0; i < macs.size(); i++) {
      assertThat(Base64.getEncoder().encodeToString(macs.get(i).doFinal()))
          .isEqualTo(expected(bases.get(i), List.of(text)));
    }
  }

  @Test
  void the_shown_text_leaves_out_large_values() throws IOException {
    Parameter large = streamed(new Parameter.Text("media", "x".repeat(100_000)));

    assertThat(new SignatureBaseString("POST", "/p", List.of(large, new Parameter.Text("z", "1"))).describe("http://a"))
        .isEqualTo("POST&http%3A%2F%2Fa%2Fp&media%3D...%26z%3D1");
  }

  @Test
  void a_spool_file_that_cannot_be_read_is_an_io_error() {
    Parameter broken = new BrokenLarge("media");

    assertThatThrownBy(() -> sign(new SignatureBaseString("POST", PATH, List.of(broken))))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> new SignatureBaseString("POST", PATH, List.of(broken, broken)))
        .isInstanceOf(IOException.class);
  }

  private static List<Parameter.Text> randomParameters(Random random) {
    var parameters = new ArrayList<Parameter.Text>();
    for (int i = random.nextInt(12); i >= 0; i--) {
      // Short names and values are often equal or the beginning of another.
      parameters.add(
          new Parameter.Text(Texts.random(random, 1 + random.nextInt(3)), Texts.random(random, random.nextInt(4))));
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      Parameter.Text again = parameters.get(random.nextInt(parameters.size()));
      parameters.add(new Parameter.Text(again.name(), again.value() + Texts.random(random, random.nextInt(2))));
    }
    return parameters;
  }

  private static Parameter streamed(Parameter.Text text) {
    return new StreamedLarge(text.name(), text.value().getBytes(StandardCharsets.UTF_8));
  }

  private static String sign(SignatureBaseString text) throws IOException {
    Mac mac = mac();
    text.feed(List.of(mac), List.of(BASE));
    return Base64.getEncoder().encodeToString(mac.doFinal());
  }

  private static String expected(String base, List<Parameter.Text> parameters) {
    String text = ReferenceSigner.baseString("POST", base + PATH, parameters);
    return ReferenceSigner.hmac("HmacSHA1", "secret", "", text);
  }

  private static Mac mac() {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec("secret&".getBytes(StandardCharsets.US_ASCII), "HmacSHA1"));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Gives its bytes in small pieces, as a file may. */
  private static final class StreamedLarge implements Parameter.Large {
    private final String name;
    private final byte[] bytes;

    StreamedLarge(String name, byte[] bytes) {
      this.name = name;
      this.bytes = bytes;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(bytes) {
        @Override
        public synchronized int read(byte[] target, int from, int length) {
          return super.read(target, from, Math.min(length, 1021));
        }
      };
    }
  }

  private static final class CountingLarge implements Parameter.Large {
    private final Parameter value;
    private int opened;

    CountingLarge(Parameter value) {
      this.value = value;
    }

    @Override
    public String name() {
      return value.name();
    }

    @Override
    public InputStream open() throws IOException {
      opened++;
      return value.open();
    }
  }

  private record BrokenLarge(String name) implements Parameter.Large {
    @Override
    public InputStream open() throws IOException {
      throw new IOException("the disk is gone");
    }
  }
}
