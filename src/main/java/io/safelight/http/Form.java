package io.safelight.http;

import java.util.List;

/** An urlencoded body that has been read completely. Closing it deletes its spool file. Not thread-safe. */
public interface Form extends AutoCloseable {
  /** The parameters in the order sent. */
  List<Parameter> parameters();

  @Override
  void close();
}
