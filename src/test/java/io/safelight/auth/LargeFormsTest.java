package io.safelight.auth;

import static io.safelight.auth.AuthFixture.UPLOAD_URI;
import static io.safelight.error.ErrorCode.COULD_NOT_AUTHENTICATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.http.Parameter;
import io.safelight.http.RequestBody.BodyType;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Forms so large that verifying them costs something, above all with a signature that is only guessed. */
class LargeFormsTest {
  private static final int SEGMENT_AS_BASE64 = (5 << 20) / 3 * 4;

  private final AuthFixture server = new AuthFixture();

  /** As many times the same byte, made when they are read. */
  private record Repeated(byte content, int length, ConcurrentLinkedQueue<Thread> readers) implements Parameter.Large {
    Repeated(char content, int length) {
      this((byte) content, length, new ConcurrentLinkedQueue<>());
    }

    @Override
    public String name() {
      return "media_data";
    }

    @Override
    public InputStream open() {
      readers.add(Thread.currentThread());
      return new InputStream() {
        private int left = length;

        @Override
        public int read() {
          return left-- > 0 ? content : -1;
        }

        @Override
        public int read(byte[] into, int offset, int count) {
          int read = Math.min(left, count);
          Arrays.fill(into, offset, offset + read, content);
          left -= read;
          return read == 0 ? -1 : read;
        }
      };
    }
  }

  private FakeExchange guess(String query) {
    Client client = server.client("POST", UPLOAD_URI + query).withBody(BodyType.FORM);
    return client.request(server.clock.instant()).withAuthorization(client.authorization("AAAA"));
  }

  @Test
  void no_virtual_thread_is_kept_from_its_work_by_a_large_form() throws Exception {
    var media = new Repeated('*', 1 << 20);
    try (var requests = Executors.newVirtualThreadPerTaskExecutor()) {
      requests.submit(() -> server.assertRefused(guess(""), List.of(media), COULD_NOT_AUTHENTICATE)).get();
    }

    assertThat(media.readers()).isNotEmpty().noneMatch(Thread::isVirtual);
  }

  @Test
  void a_segment_is_tried_with_every_candidate_and_what_is_larger_with_fewer() throws IOException {
    int candidates = new BaseUriCandidates(AuthFixture.ALIASES).size();

    assertThat(affordable(new Repeated('/', SEGMENT_AS_BASE64))).isGreaterThanOrEqualTo(candidates - 1);
    assertThat(affordable(new Repeated('*', 22 << 20))).isBetween(1L, 3L);
  }

  /** How many more candidates are tried after the first. */
  private long affordable(Parameter media) throws IOException {
    var exchange = guess("");
    var header = OAuth1Header.parse(exchange.header("Authorization").orElseThrow().substring("OAuth ".length()));
    var keys = new SigningAccount(
        server.accounts.findOAuth1(server.alice.consumerKey(), server.alice.accessToken()).orElseThrow());
    var request = new SignedRequest(header, SignatureMethod.HMAC_SHA1, keys, exchange, List.of(media));
    assertThat(request.matches(SignedQuery.WHOLE, List.of("http://127.0.0.1:8080"))).isEmpty();
    return request.affordable();
  }

  @Test
  void of_one_origin_one_form_is_verified_at_a_time() throws Exception {
    var forms = new LargeForms(4);
    var running = new AtomicInteger();
    Callable<Integer> check =
        () -> forms.inTurn("origin", () -> {
          int others = running.getAndIncrement();
          Thread.sleep(1);
          running.decrementAndGet();
          return others;
        });
    var others = new ArrayList<Integer>();
    try (var requests = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> result : requests.invokeAll(Collections.nCopies(50, check))) {
        others.add(result.get());
      }
    }

    assertThat(others).hasSize(50).containsOnly(0);
  }
}
