package io.safelight.cli;

import io.safelight.auth.NewAccount;
import java.net.URI;

/** Says what can be tried next on the demo's server. */
final class DemoFarewell {
  private final Terminal terminal;
  private final URI server;
  private final NewAccount account;

  DemoFarewell(Terminal terminal, URI server, NewAccount account) {
    this.terminal = terminal;
    this.server = server;
    this.account = account;
  }

  void print(String mediaId, String url) {
    terminal.println(
        """

        %s Try it
        Open in a browser:  %s

        %s

        curl -H 'Authorization: Bearer %s' '%s/1.1/media/upload.json?command=STATUS&media_id=%s'
        curl -H 'Authorization: Bearer %s' -F media=@picture.jpg '%s/1.1/media/upload.json'
        """
            .formatted(
                terminal.paint(Terminal.Colour.FAINT, "──"),
                terminal.paint(Terminal.Colour.ACCENT, url),
                AccountText.of(account),
                account.bearerToken(), server, mediaId,
                account.bearerToken(), server));
  }
}
