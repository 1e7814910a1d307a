package io.safelight.cli;

import io.safelight.Safelight;
import io.safelight.StartException;
import io.safelight.auth.NewAccount;
import io.safelight.config.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write that object into a new file, readable by you only, instead of printing it.")
  private @Nullable Path file;

  UserCreateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CommandFailure, ConfigException, IOException, StartException {
    LogSetup.quiet();
    Path data = options.config().server().data();
    if (file == null) {
      NewAccount account = Safelight.createUser(data, name);
      terminal.println(json ? json(account) : AccountText.of(account));
      terminal.remark(made(account, data));
    } else {
      writeInto(file, data);
    }
    return 0;
  }

  private void writeInto(Path path, Path data) throws CommandFailure, IOException, StartException {
    try (var reserved = NewFile.reserve(path)) {
      NewAccount account = Safelight.createUser(data, name);
      try {
        reserved.write(json(account) + "\n");
      } catch (IOException e) {
        // Nobody could ask for them again.
        terminal.println(json(account));
        throw CommandFailure.failed(made(account, data) + ", but " + path + " cannot be written; keep the line above.");
      }
      terminal.remark(made(account, data) + "; keys and tokens are in " + path);
    }
  }

  private static String json(NewAccount account) {
    return new JsonMapper().writeValueAsString(account);
  }

  private static String made(NewAccount account, Path data) {
    return "user " + account.screenName() + " made in " + data.toAbsolutePath().normalize();
  }
}
