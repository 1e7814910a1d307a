package io.safelight.api;

import io.safelight.auth.AccountRepository;
import io.safelight.auth.Authenticator;
import io.safelight.auth.RateLimiter;
import io.safelight.blob.BlobStore;
import io.safelight.delivery.MediaUrls;
import io.safelight.media.StatusReader;
import io.safelight.post.PostService;
import io.safelight.upload.AttachSubtitles;
import io.safelight.upload.UploadUseCases;
import java.time.InstantSource;

/** What both versions of the API work with. */
public record ApiParts(
    Authenticator authenticator,
    RateLimiter limiter,
    AccountRepository accounts,
    UploadUseCases uploads,
    AttachSubtitles subtitles,
    StatusReader statuses,
    PostService posts,
    MediaUrls urls,
    BlobStore blobs,
    InstantSource clock) {}
