package io.aramaki.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.allinone.home.Commands;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `./aramaki`: whoever asks what a command does, or misspells an option, must not have it done.
final class EntryScriptTest {
  private static final int SECONDS_MAX = 20;

  @TempDir Path home;

  private record Ran(int status, String out, String err) {}

  private Ran aramaki(String words) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("/bin/bash", "./aramaki"));
    command.addAll(Arrays.asList(words.split(" ", -1)));
    var out = home.resolve("out");
    var err = home.resolve("err");
    var builder =
        new ProcessBuilder(command)
            .directory(Path.of(System.getProperty("aramaki.root")).toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("ARAMAKI_HOME", home.resolve("instance").toString());
    var process = builder.start();
    try {
      assertThat(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).as(words).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Ran(
        process.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "up --help",
        "up --split -h",
        "down --help",
        "down -h",
        "status --help",
        "verify --full --help",
        "fmt -h",
        "help up",
        "help down",
        "help verify"
      })
  void help_isShown_andNothingIsDone(String words) throws Exception {
    var ran = aramaki(words);

    assertThat(ran.status()).as("%s", ran).isZero();
    assertThat(ran.out()).startsWith("usage: ./aramaki ");
    assertThat(ran.err()).isEmpty();
    assertThat(home.resolve("instance")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"up --spilt", "down now", "status --json", "fmt ."})
  void unknownOption_isRefused_beforeAnythingIsDone(String words) throws Exception {
    var ran = aramaki(words);

    assertThat(ran.status()).as("%s", ran).isEqualTo(2);
    assertThat(ran.err())
        .contains("does not take \"" + words.replaceAll("^\\S+ ", "") + "\"")
        .contains("./aramaki help " + words.replaceAll(" .*", ""))
        .hasLineCount(1);
    assertThat(home.resolve("instance")).doesNotExist();
  }

  /// The wrong option makes sure that nothing is verified even if nobody looks for the instance.
  @Test
  void instanceThatRuns_keepsItsBuild() throws Exception {
    var run = Files.createDirectories(home.resolve("instance/run"));
    Files.writeString(
        run.resolve("state.properties"),
        "supervisor.pid=%d%n".formatted(ProcessHandle.current().pid()));
    Files.createFile(run.resolve("wanted"));

    var ran = aramaki("verify --nonsense");

    assertThat(ran.status()).as("%s", ran).isEqualTo(1);
    assertThat(ran.err()).contains("An instance runs", "./aramaki down").hasLineCount(1);

    Files.delete(run.resolve("wanted"));
    assertThat(aramaki("verify --nonsense").status()).as("none runs any more").isEqualTo(2);
  }

  @Test
  void noCommand_showsThemAll() throws Exception {
    assertThat(aramaki("help").out()).contains("./aramaki up", "./aramaki verify", "help COMMAND");
  }

  @Test
  void agentProcess_hasTheFlagsOfTheSupervisorsAgent() throws Exception {
    var script = Files.readString(Path.of(System.getProperty("aramaki.root")).resolve("aramaki"));
    int begin = script.indexOf("agent_flags=\"") + "agent_flags=\"".length();
    var flags = script.substring(begin, script.indexOf('"', begin)).replace("\\\n", "");

    assertThat(List.of(flags.split(" ", -1))).isEqualTo(Commands.AGENT);
    Commands.environment("agent")
        .forEach((name, value) -> assertThat(script).contains(name + "=" + value + " exec "));
  }
}
