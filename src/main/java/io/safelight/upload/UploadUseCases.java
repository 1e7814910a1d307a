package io.safelight.upload;

/**
 * The use cases of an upload.
 *
 * @param maxPayload bytes of media that one request may bring; what is larger need not be received, as no use case takes it
 * @param maxBody bytes of a request body that brings media, encoded in whichever way
 */
public record UploadUseCases(
    InitUpload init,
    AppendSegment append,
    FinalizeUpload finalizeUpload,
    SimpleUpload simple,
    DescribeMedia describe,
    long maxPayload,
    long maxBody) {}
