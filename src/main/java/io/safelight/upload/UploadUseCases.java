package io.safelight.upload;

/**
 * The use cases of an upload.
 *
 * @param maxPayload bytes of media that one request may bring; what is larger need not be received, as no use case takes it
 */
public record UploadUseCases(
    InitUpload init,
    AppendSegment append,
    FinalizeUpload finalizeUpload,
    SimpleUpload simple,
    DescribeMedia describe,
    long maxPayload) {}
