package io.aramaki.cli.command;

import io.aramaki.cli.api.Api;
import io.aramaki.cli.api.ApiException;
import io.aramaki.cli.api.Connection;
import io.aramaki.cli.api.ConnectionException;
import io.aramaki.cli.terminal.Output;
import io.aramaki.cli.terminal.Terminal;
import io.aramaki.kit.app.Environment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// What all commands share: the connection, the output format, and the words for failures.
@Command(
    name = "aramaki",
    description = "Ask and steer a running Aramaki.",
    mixinStandardHelpOptions = true,
    version = "0.1.0",
    synopsisSubcommandLabel = "NOUN VERB",
    subcommands = {
      SystemCommand.class,
      AgentCommand.class,
      CheckCommand.class,
      AlertCommand.class,
      SilenceCommand.class,
      TicketCommand.class,
      ActionCommand.class,
      TimelineCommand.class,
      MetricCommand.class,
      UserCommand.class,
      AuditCommand.class
    },
    footer = {
      "",
      "Try:  aramaki system ls        which systems there are and how they are",
      "      aramaki check ls         what is checked, the worst first",
      "      aramaki timeline SYSTEM  what happened to it",
      "",
      "Every noun and verb explains itself with --help.",
      "",
      "Exit codes:  0 done, 1 refused by the server, 2 wrong usage, 3 the server cannot be reached,",
      "             4 the run did not succeed, 5 nobody knows whether the run did what it should",
    })
public final class RootCommand {
  /// The server answered, and refused.
  public static final int EXIT_REFUSED = 1;

  /// The server cannot be reached.
  public static final int EXIT_UNREACHABLE = 3;

  enum Format {
    TABLE,
    JSON
  }

  @Option(
      names = {"-o", "--output"},
      scope = ScopeType.INHERIT,
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table for people, json for scripts (default: ${DEFAULT-VALUE})")
  Format format = Format.TABLE;

  @Option(
      names = "--connection",
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description = "the file with url, token and ca (default: $$ARAMAKI_HOME/cli.json)")
  @Nullable Path connection;

  private final Environment environment;
  private final Path home;
  private final Terminal terminal;

  public RootCommand(Path home, Terminal terminal, Environment environment) {
    this.environment = environment;
    this.home = home;
    this.terminal = terminal;
  }

  Api api() {
    return Api.open(Connection.read(connection != null ? connection : home.resolve("cli.json")));
  }

  Output output() {
    return new Output(terminal.out(), format == Format.JSON);
  }

  /// The time by which ages are told.
  Instant now() {
    return environment.clock().instant();
  }

  /// A fresh id, so that a request that is sent twice does its work once.
  String requestId() {
    return environment.ids().get().toString();
  }

  Terminal terminal() {
    return terminal;
  }

  /// Says in one or two lines what went wrong and what to do about it.
  public int explain(Exception failure) {
    return switch (failure) {
      case ApiException refused -> {
        terminal.err().println("error: " + refused.getMessage());
        refused.hint().ifPresent(hint -> terminal.err().println("  " + hint));
        yield EXIT_REFUSED;
      }
      case ConnectionException broken -> {
        terminal.err().println("error: " + broken.getMessage());
        yield CommandLine.ExitCode.USAGE;
      }
      case IOException unreachable -> {
        terminal.err().println("error: the gateway cannot be reached: " + why(unreachable));
        terminal
            .err()
            .println("  Is it running? './aramaki status' says; './aramaki up' starts it.");
        yield EXIT_UNREACHABLE;
      }
      case IllegalArgumentException wrong -> {
        terminal.err().println("error: " + wrong.getMessage());
        yield CommandLine.ExitCode.USAGE;
      }
      default -> {
        terminal.err().println("error: a defect of this command: " + failure);
        yield EXIT_REFUSED;
      }
    };
  }

  /// Some failures of the network come without a word.
  private static String why(IOException failure) {
    var message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
