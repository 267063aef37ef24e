package io.aramaki.bench.command;

import io.aramaki.agent.session.EnrolmentFailed;
import io.aramaki.cli.api.ApiException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/// The frame of a command: options, the run, and what went wrong in words.
public final class Command {
  private Command() {}

  /// Measures something.
  @FunctionalInterface
  public interface Run<T> {
    /// Answers the exit code.
    ///
    /// @param root the directory of the sources
    int run(T options, Path root) throws IOException, EnrolmentFailed, InterruptedException;
  }

  /// Answers the exit code: that of the run, 1 if it did not come about, 2 if the arguments are
  /// wrong.
  ///
  /// @param parse throws `IllegalArgumentException` if something is not understood
  public static <T> int run(
      List<String> arguments, String usage, Function<List<String>, T> parse, Run<T> run) {
    T options;
    try {
      options = parse.apply(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.println(usage);
      return 2;
    }
    try {
      return run.run(options, Path.of(System.getProperty("aramaki.root", ".")));
    } catch (IOException | EnrolmentFailed | ApiException e) {
      System.err.println("The run did not come about: " + e.getMessage());
      return 1;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  /// Shows a result, and keeps it where that is asked for.
  ///
  /// @param report a file; empty for none
  public static void show(String markdown, String report) throws IOException {
    System.out.println();
    System.out.print(markdown);
    if (!report.isEmpty()) {
      Files.writeString(Path.of(report), markdown);
    }
  }
}
