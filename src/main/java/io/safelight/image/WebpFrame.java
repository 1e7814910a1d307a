package io.safelight.image;

/**
 * One frame of an animated WebP (RFC 9649, section 2.7.1.1).
 *
 * @param x where its upper left corner is on the canvas; {@code y} likewise
 * @param delayMillis how long it is shown
 * @param blended whether it is laid over what is there, not put in its place
 * @param cleared whether its part of the canvas becomes transparent after it
 * @param hasAlphaChunk whether its opacity stands apart from its picture
 * @param offset where in the file its chunks begin, which make a still WebP
 * @param length bytes of them
 */
public record WebpFrame(
    int x,
    int y,
    int width,
    int height,
    int delayMillis,
    boolean blended,
    boolean cleared,
    boolean hasAlphaChunk,
    long offset,
    long length) {}
