package io.safelight.api;

/**
 * Something in which Safelight is known to differ from the real API, by decision; in Markdown. {@link DeviationChapter} has all of
 * them.
 *
 * @param subject what it is about
 * @param realApi what the real API does, as far as it is known
 * @param safelight what Safelight does
 * @param reason why
 */
record Deviation(String subject, String realApi, String safelight, String reason) {}
