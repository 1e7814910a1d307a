package io.safelight.auth;

import com.github.scribejava.core.model.OAuthRequest;
import com.github.scribejava.core.model.Verb;
import io.safelight.http.Parameter;
import io.safelight.http.RequestBody.BodyType;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Requests with random parameters, signed by ScribeJava. */
class ScribeTest {
  /**
   * ScribeJava sorts by plain text, the RFC by encoded text, so texts that decide the order have only characters with
   * which both come to the same.
   */
  private static final String SAME_ORDER = "azAZ09-._~ !\"#$%&'()*+,";

  private final AuthFixture server = new AuthFixture();
  private final ScribeSigner signer = new ScribeSigner(server.alice, server.clock);
  private final Random random = new Random(5849);

  @Test
  void gets_with_random_queries_are_accepted() throws IOException {
    for (int round = 0; round < 500; round++) {
      var request = new OAuthRequest(Verb.GET, AuthFixture.UPLOAD_URI);
      for (Parameter.Text parameter : randomParameters()) {
        request.addQuerystringParameter(parameter.name(), parameter.value());
      }
      signer.sign(request);

      server.assertAccepted(exchange(request, null), List.of());
    }
  }

  @Test
  void forms_with_random_parameters_and_queries_are_accepted() throws IOException {
    for (int round = 0; round < 500; round++) {
      var request = new OAuthRequest(Verb.POST, AuthFixture.UPLOAD_URI);
      var form = new ArrayList<Parameter>();
      for (Parameter.Text parameter : randomParameters()) {
        if (random.nextBoolean()) {
          request.addQuerystringParameter(parameter.name(), parameter.value());
        } else {
          request.addBodyParameter(parameter.name(), parameter.value());
          form.add(parameter);
        }
      }
      signer.sign(request);

      server.assertAccepted(exchange(request, BodyType.FORM), form);
    }
  }

  @Test
  void requests_signed_for_an_alias_are_accepted() throws IOException {
    var request = new OAuthRequest(Verb.POST, "https://upload.twitter.com/1.1/media/upload.json");
    request.addBodyParameter("command", "INIT");
    signer.sign(request);

    server.assertAccepted(
        exchange(request, BodyType.FORM).withUri(AuthFixture.UPLOAD_URI),
        List.of(new Parameter.Text("command", "INIT")));
  }

  private List<Parameter.Text> randomParameters() {
    var parameters = new ArrayList<Parameter.Text>();
    for (int i = random.nextInt(8); i >= 0; i--) {
      // The number makes the name unique, so that any value may follow.
      String name = i + sameOrder(1 + random.nextInt(6));
      parameters.add(new Parameter.Text(name, Texts.random(random, random.nextInt(12))));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      parameters.add(new Parameter.Text("again", sameOrder(random.nextInt(3))));
    }
    return parameters;
  }

  private String sameOrder(int length) {
    var text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(SAME_ORDER.charAt(random.nextInt(SAME_ORDER.length())));
    }
    return text.toString();
  }

  private FakeExchange exchange(OAuthRequest request, @Nullable BodyType body) {
    return new FakeExchange(
        request.getVerb().name(),
        URI.create(request.getCompleteUrl()),
        request.getHeaders().get("Authorization"),
        body,
        server.clock.instant());
  }
}
