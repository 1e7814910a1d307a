package io.safelight.media;

import java.security.SecureRandom;
import java.util.Locale;

/**
 * Makes the keys of a media's blobs, and the names that must not be guessed or repeated. A key is used once, which its random part
 * makes sure of, whoever else makes one for the same thing. Thread-safe.
 */
public final class MediaKeys {
  private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int SLUG_LENGTH = 26;
  private static final int KEY_LENGTH = 13;

  private final SecureRandom random = new SecureRandom();

  /** The prefix of all keys of a media. */
  public static String all(MediaId id) {
    return id + "/";
  }

  /** The random part of a media's URLs: 26 characters of 5 bits, at least 128 bits. */
  public String slug() {
    return letters(SLUG_LENGTH);
  }

  /** A new key for a segment. */
  public String segment(MediaId id, int index) {
    return all(id) + "seg/" + index + "." + letters(KEY_LENGTH);
  }

  /** A new prefix for what an attempt at a job makes. */
  public String outputs(MediaId id, int attempt) {
    return all(id) + "out/" + attempt + "." + letters(KEY_LENGTH) + "/";
  }

  /** The prefix of the subtitles that were attached to a video. */
  public static String allSubtitles(MediaId id) {
    return all(id) + "subtitles/";
  }

  /** A new key for subtitles of a video; its last part is a file name that no other subtitles of the video have or had. */
  public String subtitles(MediaId id, LanguageTag language) {
    String name = "subtitles-" + language.value().toLowerCase(Locale.ROOT) + "-" + letters(KEY_LENGTH) + ".vtt";
    return allSubtitles(id) + name;
  }

  /**
   * What stands before the names of variants that are made again, as files that were once fetched are never asked for again: the
   * random part of their keys.
   *
   * @param outputs as {@link #outputs} made it
   */
  public static String edition(String outputs) {
    return outputs.substring(outputs.lastIndexOf('.') + 1);
  }

  /** The prefix that a key has in common with all others that one attempt made. */
  public static String attempt(String key) {
    return key.substring(0, key.lastIndexOf('/') + 1);
  }

  private String letters(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    var text = new StringBuilder(length);
    for (byte b : bytes) {
      text.append(BASE32.charAt(b & 31));
    }
    return text.toString();
  }
}
