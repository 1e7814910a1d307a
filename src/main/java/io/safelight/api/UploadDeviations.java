package io.safelight.api;

import java.util.List;

/** In what uploads differ from the real API. */
final class UploadDeviations {
  static final List<Deviation> ALL =
      List.of(
          new Deviation(
              "a missing or wrong `command`",
              "`media parameter is missing.`",
              "the same, followed by a sentence that says what to do; code 38 for GET as well",
              "STATUS by POST is a mistake that is made often."),
          new Deviation(
              "a segment sent again with other bytes",
              "not documented",
              "until FINALIZE the newest counts; the same bytes again change nothing",
              "A retry must never damage an upload."),
          new Deviation(
              "an APPEND beyond `total_bytes`",
              "accepted; FINALIZE fails",
              "400 at once, nothing is stored; FINALIZE says how many bytes came and which segments are missing",
              "The mistake shows where it is made."),
          new Deviation(
              "`x-totalbytes` of APPEND",
              "recorded, but not documented",
              "bytes of all segments so far",
              "It goes with `x-segmentcount`, which counts the segments so far."),
          new Deviation(
              "`content-length: 0` of APPEND",
              "sent with 204",
              "not sent",
              "RFC 9110 section 8.6 forbids it in an answer with 204; every client knows that such an answer has no body."),
          new Deviation(
              "FINALIZE sent again",
              "not documented",
              "201 with the present state, or the same 400",
              "A client whose connection broke can just repeat it."),
          new Deviation(
              "an image or simple upload that is not ready within 3 s",
              "always answered synchronously",
              "answered with `processing_info`, to be polled",
              "A busy server stays honest and never holds a request for long."),
          new Deviation(
              "`media_key` in v2 without a category",
              "not documented",
              "always there",
              "Its schema asks for it."),
          new Deviation(
              "members of v2 initialize",
              "none is formally required; `total_bytes` may be 0, `media_type` may be `model/gltf-binary` or `model/vnd.usdz+zip`",
              "`total_bytes` of at least 1, and `media_type` or `media_category` or both; models are 400 `media type unrecognized.`",
              "Room is reserved by the size and limits hold by the kind, so both have to be known; 3D models cannot be processed."),
          new Deviation(
              "a parameter that is sent twice",
              "refused according to the documentation, accepted in practice",
              "equal values are one; a signed value beats an unsigned one; otherwise 400",
              "Some clients put parameters into both query and body."),
          new Deviation(
              "a body that is too large",
              "413 or 431 with an empty body",
              "413, or 431 when it is media in the query, with an error that says what to do; segments of exactly 5 MiB (`upload.segment-bytes`) are taken",
              "An empty answer was reported as a puzzle more than once."),
          new Deviation(
              "a body with `Content-Encoding`",
              "not documented",
              "415 with `Accept-Encoding: identity`",
              "Media are compressed already, and no client is known that compresses its requests."),
          new Deviation(
              "open uploads of a user",
              "no known limit",
              "100 open uploads and 10 GiB in them (configurable); over it 403 with `reason` `quota_exceeded`",
              "The disk is finite."),
          new Deviation(
              "size of a video's picture",
              "1280x1024, with 1920x1200 for some accounts",
              "1920x1200 for everybody, all limits configurable",
              "It is the larger of the documented numbers."),
          new Deviation(
              "`media_type`",
              "webm and other containers are refused by their name",
              "without a `media_category` it decides the kind: `image/gif` is a GIF, other `image/*` an image, `video/*` a video,"
                  + " `text/srt`, `text/vtt` and `application/x-subrip` subtitles, and all else is 400 `media type unrecognized.`;"
                  + " beside a category it may also be missing, any `text/*`, `application/octet-stream`, `application/mp4` or"
                  + " `application/ogg`; within the kind the bytes alone decide, and every container and codec on the whitelist is"
                  + " taken",
              "Limits need a kind before the first byte came, and beyond that declared types are often wrong."),
          new Deviation(
              "HEIC and AVIF images, animated WebP",
              "not among the documented types",
              "taken; an animated WebP becomes an animated GIF where INIT names a GIF category or none, and an image of its first frame"
                  + " where it names an image category",
              "Telephones and browsers write them, and their users do not know it."),
          new Deviation(
              "videos with pixels that are not square, interlaced, with open GOPs or GOPs of more than 512 frames",
              "documented as not allowed; GOPs of more than 512 frames are refused",
              "taken: pixels are made square in the right aspect ratio, interlaced pictures are deinterlaced; what H.264 in GOPs of any"
                  + " kind fits otherwise is repackaged as it is",
              "A server that encodes anyway can make them fit, and players play every GOP."),
          new Deviation(
              "attaching subtitles",
              "languages of two letters, tweet_video and amplify_video only, `media_category` has to be that of the video; a file"
                  + " that is no SRT shows only later, as 503 of the post",
              "every BCP 47 tag, dm_video as well, any video category or none; both media have to have succeeded, and a bad file"
                  + " fails when it is processed, with the line",
              "Languages differ by country and script, and who attaches a file should learn at once that it is none."),
          new Deviation(
              "`associated_subtitles` in v2",
              "a list in its schema up to 2.162, an object since",
              "a list of everything that is attached; codes of two letters in upper case",
              "A video has several."));

  private UploadDeviations() {}
}
