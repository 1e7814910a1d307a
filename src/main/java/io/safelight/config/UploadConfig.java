package io.safelight.config;

import java.time.Duration;

/** Uploads, what they may consist of, and how many a user may have. */
@Area(value = "upload", doc = "Uploads, what they may consist of, and how many a user may have.")
public record UploadConfig(
    @Setting(value = "100", min = "1", max = "1000000", doc = "Open uploads a user may have.") int maxOpen,
    @Setting(value = "10 GiB", min = "1", doc = "Declared bytes a user may have in open uploads.")
        ByteSize maxOpenBytes,
    @Setting(value = "1 GiB", doc = "Space on the disk that uploads leave free.") ByteSize reserve,
    @Setting(
            value = "3s", min = "0s", max = "30s",
            doc =
                "How long FINALIZE of an image, and a simple upload, wait for the result before they answer"
                + " that it is being processed.")
        Duration syncWait,
    @Setting(
            value = "128", min = "0", max = "10000",
            doc = "Requests that may wait for a result at once; over it 503. One user may hold at most half of them.")
        int maxSyncWaiters,
    @Setting(
            value = "5 MiB", min = "1 KiB", max = "64 MiB",
            doc = "Largest segment that one APPEND may bring, base64 decoded. Clients count on 5 MiB.")
        ByteSize segmentBytes,
    @Setting(
            value = "1000", min = "1", max = "1000",
            doc = "Most segments of one upload; `segment_index` counts from 0 to one less.")
        int segments,
    @Setting(
            value = "100", min = "0", max = "1000",
            doc = "Most users that INIT may name in `additional_owners`.")
        int additionalOwners,
    @Setting(
            value = "1000", min = "1", max = "5000",
            doc = "Longest description (alt text) of an image, in characters.")
        int altTextCharacters,
    @Setting(
            value = "50", min = "0", max = "1000",
            doc = "Most languages in which subtitles may be attached to one video.")
        int subtitleLanguages,
    @Setting(
            value = "false",
            doc =
                "Whether APPEND is answered 400 as soon as the first segments of a video show that it breaks a limit. Otherwise"
                + " FINALIZE says so, as on X.")
        boolean earlyRefusal) {}
