package io.safelight.auth;

import io.safelight.http.Parameter;
import io.safelight.http.RequestBody.BodyType;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A client that signs requests, and can be told to do it in the ways that real ones do. */
final class Client {
  private final NewAccount account;
  private final String method;
  private final URI uri;
  private final Map<String, String> oauth = new LinkedHashMap<>();
  private String signedBase;
  private String algorithm = "HmacSHA1";
  private String form = "";
  private @Nullable BodyType body;
  private boolean signsQuery = true;
  private boolean signsEmptyPair;

  Client(NewAccount account, String method, String uri, long timestamp, String nonce) {
    this.account = account;
    this.method = method;
    this.uri = URI.create(uri);
    this.signedBase = this.uri.getScheme() + "://" + this.uri.getRawAuthority();
    oauth.put("oauth_consumer_key", account.consumerKey());
    oauth.put("oauth_nonce", nonce);
    oauth.put("oauth_signature_method", "HMAC-SHA1");
    oauth.put("oauth_timestamp", Long.toString(timestamp));
    oauth.put("oauth_token", account.accessToken());
    oauth.put("oauth_version", "1.0");
  }

  Client signingFor(String base) {
    signedBase = base;
    return this;
  }

  Client withOauth(String name, @Nullable String value) {
    if (value == null) {
      oauth.remove(name);
    } else {
      oauth.put(name, value);
    }
    return this;
  }

  Client withSha256() {
    algorithm = "HmacSHA256";
    return withOauth("oauth_signature_method", "HMAC-SHA256");
  }

  Client withForm(String encoded) {
    form = encoded;
    return withBody(BodyType.FORM);
  }

  Client withBody(BodyType type) {
    body = type;
    return this;
  }

  Client leavingOutQuery() {
    signsQuery = false;
    return this;
  }

  Client signingAnEmptyPair() {
    signsEmptyPair = true;
    return this;
  }

  String signature() {
    var signed = new ArrayList<Parameter>();
    oauth.forEach((name, value) -> signed.add(new Parameter.Text(name, value)));
    if (signsQuery) {
      signed.addAll(FakeExchange.parameters(uri.getRawQuery()));
    }
    if (signsEmptyPair) {
      signed.add(new Parameter.Text("", ""));
    }
    signed.addAll(form());
    List<Parameter.Text> texts = signed.stream().map(Parameter.Text.class::cast).toList();
    return ReferenceSigner.hmac(
        algorithm,
        account.consumerSecret(),
        account.accessTokenSecret(),
        ReferenceSigner.baseString(method, signedBase + uri.getRawPath(), texts));
  }

  String authorization() {
    return authorization(signature());
  }

  String authorization(String signature) {
    var all = new LinkedHashMap<>(oauth);
    all.put("oauth_signature", signature);
    return all.entrySet().stream()
        .map(entry -> entry.getKey() + "=\"" + ReferenceSigner.encode(entry.getValue()) + "\"")
        .collect(Collectors.joining(", ", "OAuth ", ""));
  }

  List<Parameter> form() {
    return FakeExchange.parameters(form);
  }

  FakeExchange request(Instant receivedAt) {
    return new FakeExchange(method, uri, authorization(), body, receivedAt);
  }
}
