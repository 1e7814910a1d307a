package io.safelight.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * A command as somebody typed it, run to its end in this process.
 *
 * @param status with which it ended
 * @param out what it printed
 * @param err what it remarked
 */
public record CommandRun(int status, String out, String err) {
  public static CommandRun of(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int status =
        CommandLineTool.run(new Terminal(new PrintWriter(out, true), new PrintWriter(err, true)), arguments);
    return new CommandRun(status, out.toString(), err.toString());
  }
}
