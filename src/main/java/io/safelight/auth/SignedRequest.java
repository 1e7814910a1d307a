package io.safelight.auth;

import io.safelight.error.ErrorCode;
import io.safelight.http.Exchange;
import io.safelight.http.Parameter;
import io.safelight.http.RequestBody.BodyType;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/** One signed request on its way through several attempts to find what its client signed. Used by one thread. */
final class SignedRequest {
  /**
   * Bytes given to MACs for one request, in all its attempts. Enough for every candidate with a segment of 5 MiB, also
   * when its base64 consists of nothing but characters that are encoded; what is larger gets fewer candidates.
   */
  static final long MAX_WORK = 512L << 20;

  private static final Parameter EMPTY_PAIR = new Parameter.Text("", "");

  private final SigningAccount account;
  private final Exchange exchange;
  private final OAuth1Header header;
  private final SignatureMethod method;
  private final List<Parameter> form;
  private final byte[] claimed;
  private @Nullable SignatureBaseString text;
  private @Nullable SignedQuery textQuery;
  private @Nullable SignedQuery firstQuery;
  private @Nullable String firstUri;
  private long work;
  private long longest = 1;

  /** Throws COULD_NOT_AUTHENTICATE when the signature is not base64. */
  SignedRequest(
      OAuth1Header header, SignatureMethod method, SigningAccount account, Exchange exchange, List<Parameter> form) {
    this.header = header;
    this.method = method;
    this.account = account;
    this.exchange = exchange;
    this.form = form;
    this.claimed = decode(header.signature());
  }

  SigningAccount account() {
    return account;
  }

  Exchange exchange() {
    return exchange;
  }

  /** Whether verifying it takes so long that others should not have to wait for it. */
  boolean isLarge() {
    for (Parameter parameter : form) {
      if (parameter instanceof Parameter.Large) {
        return true;
      }
    }
    return false;
  }

  /** How many more base URIs may be tried. */
  long affordable() {
    return Math.max(0, MAX_WORK - work) / longest;
  }

  /** Whether this was the first attempt. */
  boolean tried(SignedQuery query, String baseUri) {
    return query == firstQuery && baseUri.equals(firstUri);
  }

  /** Whether clients are known to sign this much of the query of such a request. */
  boolean mayHaveSigned(SignedQuery query) {
    return switch (query) {
      case WHOLE -> true;
      case WITH_EMPTY_PAIR -> hasEmptyPair(exchange.rawQuery());
      case NOTHING -> mayLeaveOutQuery();
    };
  }

  private static boolean hasEmptyPair(@Nullable String rawQuery) {
    return rawQuery != null
        && (rawQuery.isEmpty() || rawQuery.startsWith("&") || rawQuery.endsWith("&") || rawQuery.contains("&&"));
  }

  /**
   * The X media API documents that of a request with a multipart or JSON body only the oauth parameters are signed.
   * Most clients sign the query all the same, as the RFC demands.
   */
  private boolean mayLeaveOutQuery() {
    return !exchange.query().isEmpty() && !exchange.body().isEmpty() && exchange.body().type() != BodyType.FORM
        && OAuth1Verifier.writes(exchange);
  }

  /** What was signed if the client signed this much of the query. */
  SignatureBaseString text(SignedQuery query) throws IOException {
    SignatureBaseString known = text;
    if (known == null || textQuery != query) {
      // Kept, because sorting may read large values.
      known = newText(query);
      text = known;
      textQuery = query;
    }
    return known;
  }

  private SignatureBaseString newText(SignedQuery query) throws IOException {
    var parameters = new ArrayList<Parameter>(header.signed().size() + exchange.query().size() + form.size() + 1);
    parameters.addAll(header.signed());
    switch (query) {
      case WHOLE -> addSigned(exchange.query(), parameters);
      case WITH_EMPTY_PAIR -> {
        addSigned(exchange.query(), parameters);
        parameters.add(EMPTY_PAIR);
      }
      case NOTHING -> {}
    }
    addSigned(form, parameters);
    return new SignatureBaseString(exchange.method(), exchange.rawPath(), parameters);
  }

  /** Those of the base URIs with which the signature is right. */
  List<String> matches(SignedQuery query, List<String> baseUris) throws IOException {
    var macs = new ArrayList<Mac>(baseUris.size());
    for (int i = 0; i < baseUris.size(); i++) {
      macs.add(account.mac(method));
    }
    if (firstUri == null) {
      firstQuery = query;
      firstUri = baseUris.getFirst();
    }
    if (!baseUris.isEmpty()) {
      longest = Math.max(longest, text(query).feed(macs, baseUris));
      work += longest * baseUris.size();
    }
    var matching = new ArrayList<String>(1);
    for (int i = 0; i < baseUris.size(); i++) {
      if (MessageDigest.isEqual(macs.get(i).doFinal(), claimed)) {
        matching.add(baseUris.get(i));
      }
    }
    return matching;
  }

  private static void addSigned(List<Parameter> from, List<Parameter> to) {
    for (Parameter parameter : from) {
      if (!parameter.name().equals("oauth_signature")) {
        to.add(parameter);
      }
    }
  }

  private static byte[] decode(String signature) {
    try {
      return Base64.getDecoder().decode(signature);
    } catch (IllegalArgumentException e) {
      throw Refusal.of(ErrorCode.COULD_NOT_AUTHENTICATE, "oauth_signature is not base64.");
    }
  }
}
