package io.safelight.http;

import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import io.safelight.http.RequestBody.PartHandler;
import io.safelight.http.RequestBody.PartSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Parses {@code multipart/form-data} (RFC 2046 section 5.1, RFC 7578) as its bytes come, cut anywhere, and passes the
 * content of parts on without copying it. Not thread-safe; after an exception it must not be used again.
 *
 * <p>Everything but heads is a search for the delimiter CR LF - - boundary. A boundary holds no CR, so the delimiter's
 * only CR is its first byte, and that makes the search simple: when a buffer ends inside of what may be a delimiter, it
 * is enough to remember how many of its bytes matched. If the next buffer shows that it was none, those bytes were
 * content, they are the same bytes as the delimiter's, and no shorter match can begin inside of them.
 *
 * <p>The delimiter may begin with the CR LF that ends a head, or with the beginning of the body. Those two bytes count
 * as matched from the start, and are not content if it turns out otherwise.
 */
final class MultipartParser {
  static final int MAX_PARTS = 64;
  static final int MAX_HEAD = 8 * 1024;
  private static final int MAX_BOUNDARY = 200;

  private final PartHandler handler;
  private final byte[] delimiter;
  private final int[] skip = new int[256];
  private final byte[] head = new byte[MAX_HEAD];
  private int headLength;
  private State state = State.PREAMBLE;
  private int matched = 2;
  private int borrowed = 2;
  private @Nullable PartSink sink;
  private int parts;

  private enum State {
    PREAMBLE,
    AFTER_DELIMITER,
    CLOSING,
    HEAD,
    CONTENT,
    EPILOGUE
  }

  /**
   * A parser for one body.
   *
   * @throws SafelightException MALFORMED_BODY when the boundary is empty, too long or holds a line end
   */
  MultipartParser(String boundary, PartHandler handler) {
    if (boundary.isEmpty() || boundary.length() > MAX_BOUNDARY || boundary.chars().anyMatch(c -> c < ' ' || c > '~')) {
      throw malformed("The Content-Type of this multipart body has no usable boundary.");
    }
    this.handler = handler;
    this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.US_ASCII);
    // Boyer-Moore-Horspool: how far the window moves when this byte stands under the delimiter's last one.
    Arrays.fill(skip, delimiter.length);
    for (int i = 0; i < delimiter.length - 1; i++) {
      skip[delimiter[i]] = delimiter.length - 1 - i;
    }
  }

  /** Takes all remaining bytes. */
  void accept(ByteBuffer input) throws IOException {
    while (input.hasRemaining()) {
      switch (state) {
        case PREAMBLE, CONTENT -> search(input);
        case AFTER_DELIMITER -> afterDelimiter(input.get());
        case CLOSING -> closing(input.get());
        case HEAD -> headByte(input.get());
        case EPILOGUE -> input.position(input.limit());
      }
    }
  }

  /** The body is over. */
  void finish() {
    if (state != State.EPILOGUE) {
      throw malformed("The multipart body ends before its closing boundary.");
    }
  }

  private void search(ByteBuffer input) throws IOException {
    if (matched > 0 && !resume(input)) {
      return;
    }
    int start = input.position();
    int limit = input.limit();
    int last = delimiter.length - 1;
    int at = start;
    while (at + last < limit) {
      byte under = input.get(at + last);
      if (under == delimiter[last] && matchesAt(input, at)) {
        pass(input, start, at);
        input.position(at + delimiter.length);
        delimiterFound();
        return;
      }
      at += skip[under & 0xFF];
    }
    int partial = partialMatch(input, Math.max(start, limit - last), limit);
    pass(input, start, limit - partial);
    input.position(limit);
    matched = partial;
  }

  private boolean matchesAt(ByteBuffer input, int at) {
    for (int i = 0; i < delimiter.length - 1; i++) {
      if (input.get(at + i) != delimiter[i]) {
        return false;
      }
    }
    return true;
  }

  private int partialMatch(ByteBuffer input, int from, int limit) {
    for (int at = from; at < limit; at++) {
      if (input.get(at) == '\r') {
        int length = limit - at;
        int i = 1;
        while (i < length && input.get(at + i) == delimiter[i]) {
          i++;
        }
        if (i == length) {
          return length;
        }
      }
    }
    return 0;
  }

  /** Goes on with a match that began before this buffer. Returns whether there is content to search behind it. */
  private boolean resume(ByteBuffer input) throws IOException {
    while (matched < delimiter.length) {
      if (!input.hasRemaining()) {
        return false;
      }
      if (input.get(input.position()) != delimiter[matched]) {
        int begin = borrowed;
        int end = matched;
        borrowed = 0;
        matched = 0;
        if (begin < end) {
          write(ByteBuffer.wrap(delimiter, begin, end - begin).asReadOnlyBuffer());
        }
        return true;
      }
      input.get();
      matched++;
    }
    delimiterFound();
    return false;
  }

  private void pass(ByteBuffer input, int from, int to) throws IOException {
    if (from < to && sink != null) {
      int limit = input.limit();
      input.limit(to).position(from);
      write(input);
      input.limit(limit);
    }
  }

  private void write(ByteBuffer content) throws IOException {
    if (sink != null) {
      sink.write(content);
    }
  }

  private void delimiterFound() throws IOException {
    matched = 0;
    borrowed = 0;
    PartSink complete = sink;
    sink = null;
    state = State.AFTER_DELIMITER;
    headLength = 0;
    if (complete != null) {
      complete.end();
    }
  }

  /** Expects white space and a line end, or two hyphens. */
  private void afterDelimiter(byte b) {
    if (b == '\n') {
      state = State.HEAD;
      headLength = 0;
    } else if (b == '-' && headLength == 0) {
      state = State.CLOSING;
    } else if (b == '\r' || b == ' ' || b == '\t') {
      headLength = 1;
    } else {
      throw malformed("The multipart body has a boundary that is followed by something else.");
    }
  }

  private void closing(byte b) {
    if (b != '-') {
      throw malformed("The multipart body has a boundary that is followed by something else.");
    }
    state = State.EPILOGUE;
  }

  private void headByte(byte b) throws IOException {
    if (headLength == MAX_HEAD) {
      throw malformed("The head of a part is longer than " + MAX_HEAD + " bytes.");
    }
    head[headLength++] = b;
    if (b == '\n' && isBlankLine()) {
      beginPart();
    }
  }

  private boolean isBlankLine() {
    int before = headLength - 2;
    if (before >= 0 && head[before] == '\r') {
      before--;
    }
    return before < 0 || head[before] == '\n';
  }

  private void beginPart() throws IOException {
    parts++;
    if (parts > MAX_PARTS) {
      throw malformed("The multipart body has more than " + MAX_PARTS + " parts.");
    }
    sink = handler.begin(PartHeads.parse(head, headLength));
    state = State.CONTENT;
    matched = 2;
    borrowed = 2;
  }

  private static SafelightException malformed(String message) {
    return new SafelightException(ErrorCode.MALFORMED_BODY, message);
  }
}
