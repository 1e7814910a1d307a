package io.safelight.cli;

import io.safelight.Safelight;
import io.safelight.StartException;
import io.safelight.auth.NewAccount;
import io.safelight.config.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/** Makes a user and prints the credentials, once. */
@Command(
    name = "create",
    description = "Make a user and print its keys and tokens. Works before the server's first start and while it runs.")
final class UserCreateCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private ServerOptions options = new ServerOptions();

  @Parameters(paramLabel = "NAME", description = "The user's name: 1 to 15 letters, digits and underscores.")
  private String name = "";

  @Option(names = "--json", description = "Print one JSON object, as 'upload --credentials' reads it.")
  private boolean json;

  UserCreateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws ConfigException, IOException, StartException {
    LogSetup.quiet();
    Path data = options.config().server().data();
    NewAccount account = Safelight.createUser(data, name);
    terminal.println(json ? new JsonMapper().writeValueAsString(account) : AccountText.of(account));
    terminal.remark("user " + account.screenName() + " made in " + data.toAbsolutePath().normalize());
    return 0;
  }
}
