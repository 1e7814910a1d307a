package io.safelight.api;

import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import io.safelight.http.Parameter;
import io.safelight.media.UserId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of a request, wherever they stood: query, urlencoded body or multipart body. Unknown ones do no harm. A
 * parameter that occurs twice is one when its values are equal; otherwise a value that a signature covers (query, urlencoded
 * body) beats one that it does not (multipart body), and two different values of the same worth are an error as soon as the
 * parameter is asked for. Not thread-safe.
 */
public final class Parameters {
  private static final String JSON_ADVICE =
      "JSON is not read here: send a form, as application/x-www-form-urlencoded or multipart/form-data, or use the query.";

  private final Map<String, Entry> entries = new HashMap<>();
  private boolean jsonPassedOver;

  /** What was found for one name. */
  private static final class Entry {
    private final String value;
    private final boolean signed;
    private boolean ambiguous;

    Entry(String value, boolean signed) {
      this.value = value;
      this.signed = signed;
    }
  }

  /** Adds a parameter that the caller's proof covers: of the query, of an urlencoded body, or any of an administrator's. A value too large for memory is no value of any parameter here. */
  public void addSigned(Parameter parameter) {
    switch (parameter) {
      case Parameter.Text(String name, String value) -> add(name, value, true);
      case Parameter.Large large -> {
        add(large.name(), "", true);
        Entry entry = entries.get(large.name());
        if (entry != null) {
          entry.ambiguous = true;
        }
      }
    }
  }

  /** Adds a parameter of a multipart body. */
  void addUnsigned(String name, String value) {
    add(name, value, false);
  }

  /** Notes that there was a body of JSON, from which nothing is read. */
  void passOverJson() {
    jsonPassedOver = true;
  }

  private void add(String name, String value, boolean signed) {
    Entry known = entries.get(name);
    if (known == null || (signed && !known.signed)) {
      entries.put(name, new Entry(value, signed));
    } else if (known.signed == signed && !known.value.equals(value)) {
      known.ambiguous = true;
    }
  }

  /**
   * The value of a parameter; empty when it was not sent.
   *
   * @throws SafelightException PARAMETER_INVALID when it was sent with different values
   */
  public Optional<String> find(String name) {
    Entry entry = entries.get(name);
    if (entry == null) {
      return Optional.empty();
    }
    if (entry.ambiguous) {
      throw invalid(name, "it was sent with different values, or is too long.");
    }
    return Optional.of(entry.value);
  }

  /** The value of a parameter that was sent and is not blank. */
  public Optional<String> findFilled(String name) {
    return find(name).filter(value -> !value.isBlank());
  }

  /**
   * The value of a parameter that has to be there.
   *
   * @throws SafelightException PARAMETER_MISSING
   */
  public String require(String name) {
    return find(name).orElseThrow(() -> lacks(name, ""));
  }

  /**
   * The error for a parameter that this request should have.
   *
   * @param advice says what to send; told unless the whole body is of the wrong type
   */
  public SafelightException lacks(String name, String advice) {
    return missing(name, jsonPassedOver ? JSON_ADVICE : advice);
  }

  /** The words of an error about what this request lacks, with advice where the whole body is of the wrong type. */
  public String lacking(String message) {
    return jsonPassedOver ? message + " " + JSON_ADVICE : message;
  }

  /** Whether a parameter is {@code true}, {@code t} or {@code 1}. */
  public boolean flag(String name) {
    return find(name).filter(value -> value.equals("true") || value.equals("t") || value.equals("1")).isPresent();
  }

  /** The users of {@code additional_owners}, a list separated by commas. */
  public List<UserId> additionalOwners() {
    return findFilled("additional_owners").map(UploadValues::owners).orElse(List.of());
  }

  /** The error for a parameter that has to be there. */
  public static SafelightException missing(String name) {
    return missing(name, "");
  }

  private static SafelightException missing(String name, String advice) {
    return new SafelightException(
            ErrorCode.PARAMETER_MISSING, (name + " parameter is missing. " + advice).strip())
        .with("parameter", name);
  }

  /** The error for a value that is wrong; {@code reason} is a sentence that goes on after a colon. */
  public static SafelightException invalid(String name, String reason) {
    return new SafelightException(ErrorCode.PARAMETER_INVALID, name + " parameter is invalid: " + reason)
        .with("parameter", name);
  }
}
