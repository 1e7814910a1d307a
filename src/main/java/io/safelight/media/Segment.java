package io.safelight.media;

/**
 * A stored segment of an upload.
 *
 * @param index 0 to 999; indices order the bytes, holes are allowed only until FINALIZE
 * @param key where the bytes are in the blob store
 * @param size bytes, 0 allowed
 * @param crc32c CRC-32C of the bytes (RFC 3720, appendix B.4)
 */
public record Segment(int index, String key, long size, int crc32c) {}
