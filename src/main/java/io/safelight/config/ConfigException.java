package io.safelight.config;

/**
 * The configuration cannot be used. The message is one sentence for the person who wrote it: the key, the value, and
 * what is accepted instead.
 */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  public ConfigException(String sentence) {
    super(sentence);
  }

  public ConfigException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
