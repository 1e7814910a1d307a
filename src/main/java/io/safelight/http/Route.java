package io.safelight.http;

/** A method and pattern, what answers it, and what renders its errors. */
record Route(String method, String pattern, ErrorRenderer errors, Endpoint endpoint) {}
