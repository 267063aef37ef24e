package io.aramaki.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

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
    })
final class RootCommand implements Runnable {
  /// The server answered, and refused.
  static final int EXIT_REFUSED = 1;

  /// The server cannot be reached.
  static final int EXIT_UNREACHABLE = 3;

  enum Format {
    TABLE,
    JSON
  }

  @Option(
      names = {"-o", "--output"},
      scope = ScopeType.INHERIT,
      defaultValue = "table",
      description = "table for people, json for scripts (default: ${DEFAULT-VALUE})")
  Format format = Format.TABLE;

  @Option(
      names = "--connection",
      scope = ScopeType.INHERIT,
      description = "the file with url, token and ca (default: $$ARAMAKI_HOME/cli.json)")
  @Nullable Path connection;

  @Spec @Nullable CommandSpec spec;

  private final Path home;
  private final Terminal terminal;

  RootCommand(Path home, Terminal terminal) {
    this.home = home;
    this.terminal = terminal;
  }

  @Override
  public void run() {
    if (spec != null) {
      spec.commandLine().usage(terminal.out());
    }
  }

  Api api() {
    return Api.open(Connection.read(connection != null ? connection : home.resolve("cli.json")));
  }

  Output output() {
    return new Output(terminal.out(), format == Format.JSON);
  }

  Terminal terminal() {
    return terminal;
  }

  /// Says in one or two lines what went wrong and what to do about it.
  int explain(Exception failure) {
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
        terminal.err().println("error: the gateway cannot be reached: " + unreachable.getMessage());
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
}
