package io.safelight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DemoTest {
  private static final Pattern BLOCK =
      Pattern.compile("<!-- DemoTest compares this block with the demo\\. -->\n```\n(.*?)```", Pattern.DOTALL);

  @Test
  void the_demo_shows_every_request_and_what_the_readme_shows_of_it() throws Exception {
    var out = new StringWriter();
    var err = new StringWriter();

    int exit = CommandLineTool.run(new Terminal(new PrintWriter(out, true), new PrintWriter(err, true)), "demo", "--exit");

    assertThat(exit).as("%s%s", out, err).isZero();
    List<String> lines = out.toString().lines().toList();
    assertThat(readmeBlock().lines()).isNotEmpty().allSatisfy(shown -> assertThat(lines).anyMatch(asPattern(shown).asMatchPredicate()));
    assertThat(lines).filteredOn(line -> line.contains("command=APPEND")).hasSize(segments(out.toString()));
    assertThat(out.toString()).endsWith("The media succeeded, was posted, and plays.\n");
  }

  /** A line of the README, in which numbers may be others, and dots stand for what was left out. */
  private static Pattern asPattern(String shown) {
    String number = "\\\\E\\\\d+\\\\Q";
    String quoted = "\\Q" + shown.strip().replaceAll("\\d+", number).replace("...", "\\E.*\\Q").replaceAll(" +", "\\\\E +\\\\Q") + "\\E";
    return Pattern.compile("\\s*" + quoted + "\\s*");
  }

  /** As many as the size that INIT names makes of segments of a mebibyte. */
  private static int segments(String output) {
    Matcher total = Pattern.compile("total_bytes=(\\d+)").matcher(output);
    assertThat(total.find()).isTrue();
    return Math.ceilDiv(Integer.parseInt(total.group(1)), 1 << 20);
  }

  private static String readmeBlock() throws Exception {
    Matcher block = BLOCK.matcher(Files.readString(Path.of("README.md")));
    assertThat(block.find()).isTrue();
    return block.group(1);
  }
}
