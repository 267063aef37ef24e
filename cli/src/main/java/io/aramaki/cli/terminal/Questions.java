package io.aramaki.cli.terminal;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Asks for what must not be an argument, since arguments are seen by everybody on the host: at a
/// terminal with a question and without echo, in a script one line of standard input each.
public interface Questions {
  /// Answers what was typed, without blanks around it.
  String ask(String question);

  /// Answers a secret as it was typed.
  String askSecret(String question);

  /// Answers a new secret; at a terminal it is asked for twice, since nobody sees it.
  String askNewSecret(String question);

  /// Asks at the terminal, or reads standard input if there is none.
  @SuppressWarnings("SystemConsoleNull") // It may be null still; the JDK's own words say so.
  static Questions ofProcess() {
    Console console = System.console();
    return console != null && console.isTerminal() ? new AtTerminal(console) : of(System.in);
  }

  /// Reads one answer a line.
  static Questions of(InputStream in) {
    return new Lines(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
  }

  /// A person.
  record AtTerminal(Console console) implements Questions {
    @Override
    public String ask(String question) {
      return required(console.readLine("%s: ", question), question).strip();
    }

    @Override
    public String askSecret(String question) {
      char[] typed = console.readPassword("%s: ", question);
      return required(typed == null ? null : new String(typed), question);
    }

    @Override
    public String askNewSecret(String question) {
      var first = askSecret(question);
      if (!first.equals(askSecret("the same again"))) {
        throw new IllegalArgumentException(question + ": the two are not the same; nothing is set");
      }
      return first;
    }
  }

  /// A script.
  record Lines(BufferedReader lines) implements Questions {
    @Override
    public String ask(String question) {
      return askSecret(question).strip();
    }

    @Override
    public String askSecret(String question) {
      try {
        return required(lines.readLine(), question);
      } catch (IOException e) {
        throw new IllegalArgumentException("standard input cannot be read: " + e.getMessage(), e);
      }
    }

    @Override
    public String askNewSecret(String question) {
      return askSecret(question);
    }
  }

  private static String required(@Nullable String answer, String question) {
    if (answer == null) {
      throw new IllegalArgumentException(
          "standard input ended before \"%s\" (expected: one line for each question)"
              .formatted(question));
    }
    return answer;
  }
}
