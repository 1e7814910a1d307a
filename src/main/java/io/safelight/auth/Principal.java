package io.safelight.auth;

import io.safelight.media.UserId;

/**
 * Who makes a request.
 *
 * @param application name of the application the credentials belong to
 */
public record Principal(UserId user, String application) {}
