package io.safelight.cli;

import io.safelight.StartException;
import io.safelight.client.RequestFailedException;
import io.safelight.client.ServerUnreachableException;
import io.safelight.config.ConfigException;
import io.safelight.error.SafelightException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line. Whatever goes wrong is said in one sentence on standard error; a stack trace is shown only to
 * those who ask for it with {@code --verbose} or {@code SAFELIGHT_DEBUG=1}.
 */
public final class CommandLineTool {
  private CommandLineTool() {}

  /**
   * Runs one command.
   *
   * @return the exit status: 0, 1 for a failure, 2 for a wrong argument
   */
  public static int run(Terminal terminal, String... arguments) {
    var root = new SafelightCommand();
    var tool = new CommandLine(root);
    tool.addSubcommand(new ServeCommand(terminal));
    tool.addSubcommand(new CommandLine(new UserCommand()).addSubcommand(new UserCreateCommand(terminal)));
    tool.addSubcommand(
        new CommandLine(new MediaCommand())
            .addSubcommand(new MediaDeleteCommand(terminal))
            .addSubcommand(new MediaSourceCommand(terminal)));
    tool.addSubcommand(new ReprocessCommand(terminal));
    tool.addSubcommand(new UploadCommand(terminal));
    tool.addSubcommand(new StatusCommand(terminal));
    tool.addSubcommand(new DemoCommand(terminal));
    tool.addSubcommand(new DoctorCommand(terminal));
    tool.addSubcommand(new BenchCommand(terminal));
    tool.addSubcommand(new CommandLine.HelpCommand());
    tool.setOut(terminal.out());
    tool.setErr(terminal.err());
    tool.setCaseInsensitiveEnumValuesAllowed(true);
    tool.setUsageHelpAutoWidth(true);
    tool.setExecutionStrategy(
        parsed -> {
          if (root.verbose()) {
            LogSetup.verbose();
          }
          requireUnderstood(parsed);
          return new CommandLine.RunLast().execute(parsed);
        });
    tool.setParameterExceptionHandler((problem, given) -> explain(terminal, problem));
    tool.setExecutionExceptionHandler(
        (problem, command, parsed) -> {
          if (root.verbose() || LogSetup.debugging()) {
            problem.printStackTrace(terminal.err());
          }
          return explain(terminal, problem);
        });
    return tool.execute(arguments.length == 0 ? new String[] {"--help"} : arguments);
  }

  private static int explain(Terminal terminal, ParameterException problem) {
    String name = problem.getCommandLine().getCommandSpec().qualifiedName();
    String sentence =
        problem instanceof UnmatchedArgumentException unmatched
            ? unmatched(unmatched)
            : String.valueOf(problem.getMessage()).replaceAll("\\s+", " ").replace("option option", "option");
    terminal.remark(name + ": " + sentence + (sentence.endsWith("?") ? "" : "."));
    terminal.remark("See '" + name + " --help'.");
    return CommandFailure.WRONG_ARGUMENT;
  }

  private static String unmatched(UnmatchedArgumentException problem) {
    String argument = problem.getUnmatched().getFirst();
    boolean awaitsCommand = !problem.getCommandLine().getSubcommands().isEmpty();
    String kind = problem.isUnknownOption() ? "option" : awaitsCommand ? "command" : "further argument";
    String sentence = "There is no " + kind + " '" + argument + "'";
    if (problem.getCommandLine().getCommandSpec().findOption("--" + argument) != null) {
      return sentence + "; did you mean '--" + argument + "'?";
    }
    return problem.getSuggestions().isEmpty()
        ? sentence
        : sentence + "; did you mean '" + problem.getSuggestions().getFirst() + "'?";
  }

  /** Where help is asked for, what nobody understands passes the parser. */
  private static void requireUnderstood(ParseResult parsed) {
    for (CommandLine command : parsed.asCommandLineList()) {
      List<String> unmatched = command.getParseResult().unmatched();
      if (!unmatched.isEmpty()) {
        throw new UnmatchedArgumentException(command, unmatched);
      }
    }
  }

  private static int explain(Terminal terminal, Exception problem) {
    terminal.remark("safelight: " + sentenceFor(problem));
    return switch (problem) {
      case CommandFailure failure -> failure.exitStatus();
      case ConfigException _ -> CommandFailure.WRONG_ARGUMENT;
      case SafelightException _ -> CommandFailure.WRONG_ARGUMENT;
      default -> CommandFailure.FAILED;
    };
  }

  private static String sentenceFor(Exception problem) {
    return switch (problem) {
      case CommandFailure _, ConfigException _, StartException _, SafelightException _ -> problem.getMessage() + "";
      case RequestFailedException refused ->
          "The server refused (HTTP status %d): %s %s"
              .formatted(refused.status(), refused.getMessage(), refused.hint())
              .strip();
      case ServerUnreachableException nobody ->
          "No server answers at %s; start one with 'safelight serve', or name it with --server."
              .formatted(nobody.server());
      case NoSuchFileException missing -> "There is no file " + missing.getFile() + ".";
      case AccessDeniedException denied -> "Access to " + denied.getFile() + " is denied.";
      case FileSystemException broken -> broken.getFile() + ": " + broken.getReason();
      case IOException failed when failed.getMessage() != null -> failed.getMessage();
      default -> "Something went wrong that should not (" + problem + "); run again with --verbose to see where.";
    };
  }
}
