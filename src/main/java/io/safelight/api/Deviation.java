package io.safelight.api;

/**
 * Everything in which Safelight is known to differ from the real API, by decision. This is the one place where that is written
 * down: {@link DeviationDocs} makes the page for users from it. What is not listed here and differs is a mistake.
 */
public enum Deviation {
  STATUS_BEFORE_FINALIZE(
      Area.STATUS,
      "STATUS before FINALIZE",
      "404 with code 34",
      "200, `pending`, `check_after_secs` 30, with `phase` and `upload` in `processing_info`: what has arrived and what is missing",
      "An upload that broke off can be resumed. X promises that and offers no way to do it."),
  STATUS_OF_IMAGES(
      Area.STATUS,
      "STATUS of an image, or of anything processed at once",
      "404 with code 34 (v2: 400 `BadRequest: Not found`)",
      "200, `succeeded`, 100 percent, with `image` or `video`",
      "A client can poll every media in the same way."),
  STATUS_PROGRESS(
      Area.STATUS,
      "`progress_percent` and `check_after_secs`",
      "the percentage may be missing or stand still, and states were seen that never end",
      "every unfinished answer has both; the percentage is made of time, queue and work, so that it rises also while nothing moves"
          + " and jumps at the end: until 30 minutes after its job was first begun, or 47 minutes after FINALIZE, a client that"
          + " obeys sees no more than 15 polls without a change; later it stays at 99. No state is taken back (a job that was begun"
          + " and has to wait again stays `in_progress`), and each media ends in `succeeded` or `failed`",
      "Some clients give up when a percentage does not change, others never do."),
  ERROR_DETAILS(
      Area.STATUS,
      "`processing_info.error`",
      "`code`, `name` and `message`; the number of InternalError is not known; v2 has no such member at all",
      "in both versions, with `reason`, `property`, `limit`, `actual` and `retryable` beside; InternalError is 2",
      "\"file is invalid\" tells nobody what to change."),
  LIVE_MESSAGES(
      Area.STATUS,
      "messages of failed media",
      "`file is invalid`, `Duration 2.minutes+29.seconds+350.milliseconds exceeds max duration of ...`",
      "sentences of Safelight's own that name the limit and what the file has",
      "Programs should look at `code` and `reason`, not at the words."),
  COMMAND_ADVICE(
      Area.UPLOAD,
      "a missing or wrong `command`",
      "`media parameter is missing.`",
      "the same, followed by a sentence that says what to do; code 38 for GET as well",
      "STATUS by POST is a mistake that is made often."),
  RESENT_SEGMENT(
      Area.UPLOAD,
      "a segment sent again with other bytes",
      "not documented",
      "until FINALIZE the newest counts; the same bytes again change nothing",
      "A retry must never damage an upload."),
  TOO_MANY_BYTES(
      Area.UPLOAD,
      "an APPEND beyond `total_bytes`",
      "accepted; FINALIZE fails",
      "400 at once, nothing is stored; FINALIZE says how many bytes came and which segments are missing",
      "The mistake shows where it is made."),
  APPEND_HEADERS(
      Area.UPLOAD,
      "`x-totalbytes` of APPEND",
      "recorded, but not documented",
      "bytes of all segments so far",
      "It goes with `x-segmentcount`, which counts the segments so far."),
  APPEND_WITHOUT_LENGTH(
      Area.UPLOAD,
      "`content-length: 0` of APPEND",
      "sent with 204",
      "not sent",
      "RFC 9110 section 8.6 forbids it in an answer with 204; every client knows that such an answer has no body."),
  FINALIZE_AGAIN(
      Area.UPLOAD,
      "FINALIZE sent again",
      "not documented",
      "201 with the present state, or the same 400",
      "A client whose connection broke can just repeat it."),
  LATE_RESULT(
      Area.UPLOAD,
      "an image or simple upload that is not ready within 3 s",
      "always answered synchronously",
      "answered with `processing_info`, to be polled",
      "A busy server stays honest and never holds a request for long."),
  MEDIA_KEY_V2(
      Area.UPLOAD,
      "`media_key` in v2 without a category",
      "not documented",
      "always there",
      "Its schema asks for it."),
  INITIALIZE_MEMBERS(
      Area.UPLOAD,
      "members of v2 initialize",
      "none is formally required; `total_bytes` may be 0, `media_type` may be `model/gltf-binary` or `model/vnd.usdz+zip`",
      "`total_bytes` of at least 1, and `media_type` or `media_category` or both; models are 400 `media type unrecognized.`",
      "Room is reserved by the size and limits hold by the kind, so both have to be known; 3D models cannot be processed."),
  DUPLICATE_PARAMETERS(
      Area.UPLOAD,
      "a parameter that is sent twice",
      "refused according to the documentation, accepted in practice",
      "equal values are one; a signed value beats an unsigned one; otherwise 400",
      "Some clients put parameters into both query and body."),
  TOO_LARGE(
      Area.UPLOAD,
      "a body that is too large",
      "413 or 431 with an empty body",
      "413, or 431 when it is media in the query, with an error that says what to do; segments of exactly 5 MiB (`upload.segment-bytes`) are taken",
      "An empty answer was reported as a puzzle more than once."),
  COMPRESSED_BODY(
      Area.UPLOAD,
      "a body with `Content-Encoding`",
      "not documented",
      "415 with `Accept-Encoding: identity`",
      "Media are compressed already, and no client is known that compresses its requests."),
  QUOTA(
      Area.UPLOAD,
      "open uploads of a user",
      "no known limit",
      "100 open uploads and 10 GiB in them (configurable); over it 403 with `reason` `quota_exceeded`",
      "The disk is finite."),
  LIMITS(
      Area.UPLOAD,
      "size of a video's picture",
      "1280x1024, with 1920x1200 for some accounts",
      "1920x1200 for everybody, all limits configurable",
      "It is the larger of the documented numbers."),
  CONTENT_DECIDES(
      Area.UPLOAD,
      "`media_type`",
      "webm and other containers are refused by their name",
      "without a `media_category` it decides the kind: `image/gif` is a GIF, other `image/*` an image, `video/*` a video,"
          + " `text/srt`, `text/vtt` and `application/x-subrip` subtitles, and all else is 400 `media type unrecognized.`;"
          + " beside a category it may also be missing, any `text/*`, `application/octet-stream`, `application/mp4` or"
          + " `application/ogg`; within the kind the bytes alone decide, and every container and codec on the whitelist is"
          + " taken",
      "Limits need a kind before the first byte came, and beyond that declared types are often wrong."),
  FITTING_IS_MADE(
      Area.UPLOAD,
      "videos with pixels that are not square, interlaced, with open GOPs or GOPs of more than 512 frames",
      "documented as not allowed; GOPs of more than 512 frames are refused",
      "taken: pixels are made square in the right aspect ratio, interlaced pictures are deinterlaced; what H.264 in GOPs of any"
          + " kind fits otherwise is repackaged as it is",
      "A server that encodes anyway can make them fit, and players play every GOP."),
  GATE_DETAILS(
      Area.POSTS,
      "a post with media that is not ready",
      "`Not valid video` (v2: `Your media IDs are invalid.`)",
      "the same beginning, followed by state, percentage and when to ask again; members `state`, `check_after_secs`, `media_ids`",
      "Nobody could tell \"not yet\" from \"never\"."),
  GATE_WAITS(
      Area.POSTS,
      "a post that names media finalized a moment ago",
      "refused",
      "waits for them up to 3 s",
      "Media that take a second need no polling."),
  DUPLICATE_POST(
      Area.POSTS,
      "the same text posted twice by one user",
      "403 with code 187",
      "two posts",
      "Test suites and retries post the same text again, and what is looked after here is the media."),
  TEXT_LENGTH(
      Area.POSTS,
      "length of a text",
      "280 weighted characters, a URL counts as 23",
      "280 code points",
      "Safelight is about media."),
  MEDIA_LINK(
      Area.POSTS,
      "the link that is appended to a text with media",
      "a short t.co URL",
      "the URL of the first image or poster on this server; other URLs in the text are left alone",
      "There is no shortener, and every link leads somewhere."),
  PLAIN_SOURCE(
      Area.POSTS,
      "`source`, `lang`, counts, profile",
      "filled in by X",
      "the name of the application, `und`, zeros and empty texts",
      "Safelight keeps posts for the sake of their media only."),
  GIF_DURATION(
      Area.POSTS,
      "`video_info` of an animated GIF",
      "`aspect_ratio` and `variants`",
      "`duration_millis` as well, as of a video",
      "Both are delivered as MP4, and a player can say how long it lasts."),
  TWEET_NOT_FOUND_V2(
      Area.POSTS,
      "`GET /2/tweets/{id}` of an unknown id",
      "200 with `errors`",
      "404 with a problem document",
      "No successful answer of Safelight carries an error."),
  UNKNOWN_IDS(
      Area.AUTHENTICATION,
      "media ids of somebody else",
      "several different errors",
      "the same answer as for an id that does not exist",
      "Ids can be guessed; whether one exists is nobody else's business."),
  BEARER_ON_V1(
      Area.AUTHENTICATION,
      "bearer tokens of a user with v1.1",
      "OAuth 1.0a only",
      "accepted in both versions",
      "It makes a curl session possible."),
  SIGNATURE_BASES(
      Area.AUTHENTICATION,
      "the base URI of a signature",
      "exactly the URL called",
      "also the host without its port, https, and X's own host names (configurable)",
      "Clients that are pointed at another server sign what they think they call."),
  HMAC_SHA256(
      Area.AUTHENTICATION,
      "signature methods",
      "HMAC-SHA1",
      "HMAC-SHA1 and HMAC-SHA256; a repeated GET within the time window is accepted",
      "SHA-1 is old, and a repeated poll does no harm."),
  SCOPES(
      Area.AUTHENTICATION,
      "scopes, app-only tokens",
      "`media.write` is needed; app-only tokens are refused",
      "a token is a user and may do everything that user may; `x-access-level` is always read-write-directmessages",
      "Tokens are made by the operator of the server."),
  FURTHER_MEMBERS(
      Area.GENERAL,
      "further members of errors",
      "none",
      "`hint`, `parameter`, `reason`, `limit`, `actual` and the like, where they are known",
      "An error should say what to change."),
  RATE_LIMITS(
      Area.GENERAL,
      "rate limits",
      "from 17 posts a day upwards",
      "1,000,000 calls per window; X's own numbers with `rate-limit.preset: x`, none with `off`. Calls of unknown routes, and calls whose caller is not proven, are counted per address:"
          + " 1,875 in 15 minutes with X's numbers",
      "A test suite should not be throttled unless it wants to be."),
  SERVER_HEADERS(
      Area.GENERAL,
      "`server`, `x-connection-hash`, `x-tsa-request-body-time`, `perf`",
      "sent",
      "not sent",
      "They say something about X's machines only."),
  ESCAPED_SLASHES(
      Area.GENERAL,
      "slashes in JSON",
      "written as `\\/`",
      "written as `/`",
      "Both mean the same."),
  OWNERS_UPLOAD(
      Area.AUTHENTICATION,
      "`additional_owners`",
      "may use the media in posts and ads; what else they may do is not documented",
      "may ask for STATUS, post the media and fetch it; APPEND, FINALIZE and alt text are the uploader's alone",
      "Whoever may use a media need not be able to change it."),
  NOT_THERE_YET(
      Area.GENERAL,
      "further endpoints",
      "`account/verify_credentials`, timelines, `media/subtitles/create` and `delete`, `statuses/update_with_media`; in v2 `users/me`, one-shot upload, `command=` style, metadata,"
          + " subtitles, media look-up and deleting a post",
      "404, or 405 where the path exists with another method",
      "They are not built yet.");

  /** The chapters of the page. */
  enum Area {
    STATUS("STATUS"),
    UPLOAD("Upload"),
    POSTS("Posts"),
    AUTHENTICATION("Authentication and ownership"),
    GENERAL("General");

    private final String title;

    Area(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }
  }

  private final Area area;
  private final String subject;
  private final String realApi;
  private final String safelight;
  private final String reason;

  Deviation(Area area, String subject, String realApi, String safelight, String reason) {
    this.area = area;
    this.subject = subject;
    this.realApi = realApi;
    this.safelight = safelight;
    this.reason = reason;
  }

  Area area() {
    return area;
  }

  /** What it is about, in Markdown. */
  public String subject() {
    return subject;
  }

  /** What the real API does, as far as it is known. */
  public String realApi() {
    return realApi;
  }

  /** What Safelight does. */
  public String safelight() {
    return safelight;
  }

  /** Why. */
  public String reason() {
    return reason;
  }
}
