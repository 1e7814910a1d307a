package io.safelight.upload;

/** The use cases of an upload. */
public record Uploads(
    InitUpload init, AppendSegment append, FinalizeUpload finalizeUpload, SimpleUpload simple, DescribeMedia describe) {}
