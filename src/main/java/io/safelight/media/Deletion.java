package io.safelight.media;

/** What came of an order to delete a media. */
public sealed interface Deletion {

  /**
   * Its rows are gone, and all its keys are garbage.
   *
   * @param slug under which its files could be fetched
   */
  record Deleted(String slug) implements Deletion {}

  /**
   * Nothing was changed, as somebody uses it.
   *
   * @param posts that it is in
   * @param kept whether a product keeps it
   */
  record Held(int posts, boolean kept) implements Deletion {}

  /** There is no such media. */
  record Unknown() implements Deletion {}
}
