package io.safelight.image;

/**
 * What the numbers of a picture mean (ITU-T H.273), as a {@code colr} box of type {@code nclx} says it; 2 is unspecified.
 *
 * @param fullRange whether black is 0, not 16
 */
public record HeifColor(int primaries, int transfer, int matrix, boolean fullRange) {}
