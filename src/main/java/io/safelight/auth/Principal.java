package io.safelight.auth;

import io.safelight.media.UserId;

/**
 * Who makes a request.
 *
 * @param screenName the user's name
 * @param application name of the application the credentials belong to
 * @param oauth1 whether the request was signed with OAuth 1.0a; otherwise it carried a bearer token
 */
public record Principal(UserId user, String screenName, String application, boolean oauth1) {}
