package io.aramaki.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.cli.command.RootCommand;
import io.aramaki.cli.terminal.Examples;
import io.aramaki.cli.terminal.Questions;
import io.aramaki.cli.terminal.Terminal;
import io.aramaki.kit.app.Environment;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;

/// What commands say of themselves. The verbs are enumerated, so none is forgotten.
final class HelpTest {
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void everyVerb_explainsItselfWithAnExample() {
    for (String verb : verbs().keySet()) {
      out.reset();
      var words = new ArrayList<>(List.of(verb.split(" ", -1)));
      words.add("--help");

      int code = run(words);

      assertThat(code).as(verb).isZero();
      assertThat(out.toString(StandardCharsets.UTF_8))
          .contains("Usage: aramaki " + verb, "Example:  aramaki " + verb);
    }
  }

  @Test
  void everyExample_canBeTypedAsItStands() {
    for (Map.Entry<String, List<String>> verb : Examples.all().entrySet()) {
      for (String example : verb.getValue()) {
        var words = words(example);
        assertThat(words.getFirst()).isEqualTo("aramaki");

        var parsed = line().parseArgs(words.subList(1, words.size()).toArray(String[]::new));

        assertThat(parsed.errors()).as(example).isEmpty();
        assertThat(String.join(" ", parsed.originalArgs())).startsWith(verb.getKey());
      }
    }
  }

  @Test
  void examples_areThereForEveryVerbAndForNothingElse() {
    assertThat(Examples.all().keySet()).isEqualTo(verbs().keySet());
  }

  @Test
  void everyOption_saysWhatItIsFor() {
    verbs()
        .forEach((verb, line) -> {
          for (ArgSpec argument : line.getCommandSpec().options()) {
            assertThat(argument.description()).as(verb + " " + argument).isNotEmpty();
          }
        });
  }

  @Test
  void nounAlone_listsItsVerbs() {
    int code = run(List.of("action"));

    assertThat(code).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("Usage: aramaki action", "run", "runs", "create");
  }

  @Test
  void nothing_listsTheNounsAndTheExitCodes() {
    int code = run(List.of());

    assertThat(code).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("Usage: aramaki", "check", "Exit codes:", "Try:");
  }

  @Test
  void slip_isAnsweredWithWhatWasMeant() {
    int noun = run(List.of("chek", "ls"));
    int verb = run(List.of("check", "lss"));
    int option = run(List.of("check", "ls", "--sytem", "web"));

    assertThat(List.of(noun, verb, option)).containsOnly(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("Did you mean: check", "Did you mean: check ls", "--system");
  }

  private int run(List<String> words) {
    return Main.run(words.toArray(String[]::new), Map.of(), terminal());
  }

  private Terminal terminal() {
    return new Terminal(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        Questions.of(InputStream.nullInputStream()));
  }

  private CommandLine line() {
    return Main.line(
        new RootCommand(Path.of("nowhere"), terminal(), Environment.system()), terminal());
  }

  private Map<String, CommandLine> verbs() {
    var verbs = new TreeMap<String, CommandLine>();
    collect(line(), "", verbs);
    return verbs;
  }

  private static void collect(CommandLine line, String path, Map<String, CommandLine> verbs) {
    if (line.getSubcommands().isEmpty()) {
      verbs.put(path.strip(), line);
    }
    line.getSubcommands().forEach((name, sub) -> collect(sub, path + " " + name, verbs));
  }

  private static List<String> words(String example) {
    return WORD.matcher(example)
        .results()
        .map(match -> match.group(1) != null ? match.group(1) : match.group(2))
        // It would be asked for at the terminal.
        .map(word -> word.equals("--password") ? "--password=secret" : word)
        .toList();
  }
}
