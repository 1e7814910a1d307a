package io.safelight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.Safelight;
import io.safelight.TestSafelight;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CommandLineToolTest {
  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nope | safelight: There is no command 'nope'.",
        "serv | safelight: There is no command 'serv'; did you mean 'serve'?",
        "version | safelight: There is no command 'version'; did you mean '--version'?",
        "config --help | safelight: There is no command 'config'.",
        "user | safelight user: Missing required subcommand.",
        "serve --prot=1 | safelight serve: There is no option '--prot=1'.",
        "serve extra | safelight serve: There is no further argument 'extra'.",
        "serve --set nonsense | safelight serve: Value for option '--set' (KEY=VALUE) should be in KEY=VALUE format but"
            + " was nonsense.",
        "user create | safelight user create: Missing required parameter: 'NAME'.",
        "upload | safelight upload: Missing required parameter: 'FILE'.",
        "status | safelight status: Missing required parameter: 'MEDIA_ID'.",
        "media | safelight media: Missing required subcommand.",
        "media delete | safelight media delete: Missing required parameter: 'MEDIA_ID'."
      })
  void an_argument_that_does_not_fit_gets_a_sentence_and_a_hint(String arguments, String sentence) {
    assertThat(run(arguments.split(" ", -1))).isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(2).first().isEqualTo(sentence);
    assertThat(err.toString().lines().skip(1)).first().asString().matches("See '.* --help'\\.");
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "serve --port 99999 | The setting server.port is '99999' on the command line",
        "serve --set upload.max-opne=1 | did you mean 'upload.max-open'?",
        "serve --config missing.yaml | The configuration file missing.yaml does not exist.",
        "upload missing.mp4 | There is no file missing.mp4.",
        "upload pom.xml --credentials x | The name of pom.xml does not say what it is",
        "upload pom.xml --type video/mp4 --category film | safelight: 'film' is not a category",
        "upload pom.xml --type video/mp4 --server nowhere | safelight: 'nowhere' is not the URL of a server",
        "upload pom.xml --type video/mp4 --credentials pom.xml | pom.xml holds no bearer_token",
        "status abc | safelight: 'abc' is not a media_id",
        "media delete 12 abc | safelight: 'abc' is not a media_id",
        "upload pom.xml --type image/png --category tweet_video | pom.xml is image/png, which cannot be tweet_video;"
            + " tweet_image would fit.",
        "upload pom.xml --type video/mp4 --alt words | --alt describes images and GIFs only",
        "bench nope | safelight: 'nope' cannot be measured; the subjects are start, status, append, memory, images, sandbox,"
            + " transcode and ready.",
        "demo src | src is a folder; name a file.",
        "demo README.md | The name of README.md does not say what it is; name a video",
        "demo missing.mp4 | There is no file missing.mp4."
      })
  void a_value_that_cannot_be_right_gets_one_sentence(String arguments, String sentence) {
    assertThat(run(arguments.split(" ", -1))).isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(1).first().asString().contains(sentence);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "serve", "user", "user create", "upload", "status", "demo", "doctor", "media", "media delete"})
  void every_command_explains_itself(String command) {
    assertThat(run((command + " --help").strip().split(" ", -1))).isZero();
    assertThat(out.toString()).startsWith("Usage: safelight" + (command.isEmpty() ? "" : " " + command));
    assertThat(err.toString()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"'', safelight", "help, safelight", "help upload, safelight upload"})
  void help_comes_without_dashes_too(String arguments, String command) {
    assertThat(run(arguments.isEmpty() ? new String[0] : arguments.split(" ", -1))).isZero();
    assertThat(out.toString()).startsWith("Usage: " + command + " ");
  }

  @Test
  void the_version_is_one_line() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString().lines()).hasSize(1).first().asString().startsWith("safelight ");
  }

  @Test
  void a_server_that_is_not_there_is_a_failure_without_a_stack_trace() throws IOException {
    Path credentials = Files.writeString(folder.resolve("me.json"), "{\"bearer_token\":\"x\"}");
    int unused;
    try (var socket = new ServerSocket(0)) {
      unused = socket.getLocalPort();
    }
    String server = "http://127.0.0.1:" + unused;
    assertThat(run("status", "12", "--server", "127.0.0.1:" + unused, "--credentials", credentials.toString()))
        .isEqualTo(1);
    assertThat(err.toString())
        .isEqualToNormalizingNewlines(
            "safelight: No server answers at %s/; start one with 'safelight serve', or name it with --server.\n"
                .formatted(server));
  }

  @Test
  void a_user_comes_as_json_with_seven_fields() {
    assertThat(run("user", "create", "somebody", "--json", "--data", folder.resolve("data").toString())).isZero();
    JsonNode user = new JsonMapper().readTree(out.toString());
    assertThat(user.propertyNames())
        .containsExactly(
            "user_id",
            "screen_name",
            "consumer_key",
            "consumer_secret",
            "access_token",
            "access_token_secret",
            "bearer_token");
    assertThat(user.path("screen_name").asString()).isEqualTo("somebody");
    assertThat(err.toString())
        .isEqualToNormalizingNewlines("user somebody made in " + folder.resolve("data").toAbsolutePath() + "\n");
  }

  @Test
  void a_user_goes_into_a_new_file_that_only_its_owner_reads() throws IOException {
    Path me = folder.resolve("me.json");
    assertThat(run("user", "create", "somebody", "--out", me.toString(), "--data", folder.resolve("data").toString()))
        .isZero();
    assertThat(new JsonMapper().readTree(me.toFile()).path("bearer_token").asString()).isNotEmpty();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(me))).isEqualTo("rw-------");
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).endsWith("; keys and tokens are in " + me + "\n");
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("me.json", "data");
  }

  @Test
  void a_file_with_the_keys_of_a_user_is_never_overwritten() throws IOException {
    Path me = Files.writeString(folder.resolve("me.json"), "mine");
    Path data = folder.resolve("data");
    assertThat(run("user", "create", "somebody", "--out", me.toString(), "--data", data.toString())).isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(1).first().asString().contains("exists already");
    assertThat(me).hasContent("mine");
    assertThat(data).doesNotExist();
  }

  @Test
  void a_name_that_is_taken_gets_a_sentence_and_no_file() {
    String data = folder.resolve("data").toString();
    assertThat(run("user", "create", "somebody", "--data", data)).isZero();
    assertThat(run("user", "create", "Somebody", "--out", folder.resolve("me.json").toString(), "--data", data))
        .isEqualTo(2);
    assertThat(err.toString().lines().skip(1)).hasSize(1).first().asString()
        .contains("already", "choose another name");
    assertThat(folder.resolve("me.json")).doesNotExist();
  }

  @Test
  void a_data_folder_that_cannot_be_used_gets_a_sentence() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThat(run("serve", "--port", "0", "--data", file.toString())).isEqualTo(1);
    assertThat(err.toString().lines()).hasSize(1).first().asString().contains("--data");
  }

  @Test
  void a_data_folder_that_a_server_has_gets_a_sentence_and_that_server_goes_on() throws Exception {
    Path data = folder.resolve("data");
    try (Safelight first = TestSafelight.start(data)) {
      assertThat(run("serve", "--port", "0", "--data", data.toString())).isEqualTo(1);
      assertThat(err.toString().lines()).hasSize(1).first().asString()
          .contains("in use by another Safelight server", Long.toString(ProcessHandle.current().pid()), "--data");

      assertThat(run("user", "create", "somebody", "--json", "--data", data.toString())).isZero();
      Path credentials = Files.writeString(folder.resolve("me.json"), out.toString());
      assertThat(
              run("status", "12", "--server", first.uri().toString(), "--credentials", credentials.toString()))
          .isEqualTo(1);
      assertThat(err.toString()).contains("There is no media 12 of this user");
    }
  }

  @Test
  void a_data_folder_of_a_newer_version_gets_a_sentence_and_is_left_alone() throws IOException {
    Path data = Files.createDirectory(folder.resolve("data"));
    Files.writeString(data.resolve("format"), "2\n");
    assertThat(run("serve", "--port", "0", "--data", data.toString())).isEqualTo(1);
    assertThat(err.toString().lines()).hasSize(1).first().asString().contains("has format 2", "--data");
    assertThat(run("user", "create", "somebody", "--data", data.toString())).isEqualTo(1);
    assertThat(data.toFile().list()).containsExactly("format");
  }

  @Test
  void a_port_that_is_taken_gets_a_sentence() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      assertThat(run("serve", "--port", port, "--data", folder.resolve("data").toString())).isEqualTo(1);
      assertThat(err.toString().lines()).hasSize(1).first().asString().contains(port, "--port");
      assertThat(folder).isEmptyDirectory();
    }
  }

  @Test
  void the_doctor_makes_no_data_folder() {
    Path data = folder.resolve("deep/data");
    run("doctor", "--data", data.toString());
    assertThat(out.toString()).contains(data + " is not there yet").contains("to be unpacked into " + data);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void the_doctor_says_how_to_start_beside_a_port_that_is_taken() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + taken.getLocalPort();
      String data = folder.resolve("data").toString();
      assertThat(run("doctor", "--port", Integer.toString(taken.getLocalPort()), "--data", data)).isEqualTo(1);
      assertThat(out.toString()).contains(address + " is taken; start with serve --port N.");
    }
  }

  @Test
  void the_doctor_finds_the_server_of_the_folder_well() throws Exception {
    Path data = folder.resolve("data");
    try (Safelight server = TestSafelight.start(data)) {
      String port = Integer.toString(server.uri().getPort());
      run("doctor", "--port", port, "--data", data.toString());
      assertThat(out.toString().lines())
          .contains(
              "ok       data folder  " + data + " is in use by your server, which is running",
              "ok       port         127.0.0.1:" + port + ": your server is running there");
    }
  }

  @Test
  void verbose_shows_the_stack_trace() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThat(run("serve", "--verbose", "--port", "0", "--data", file.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("\tat io.safelight.");
  }

  private int run(String... arguments) {
    return CommandLineTool.run(
        new Terminal(new PrintWriter(out, true), new PrintWriter(err, true)), arguments);
  }
}
