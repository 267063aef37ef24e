package io.aramaki.cli.command;

import io.aramaki.cli.api.Api;
import io.aramaki.cli.api.ApiException;
import io.aramaki.cli.api.Connection;
import io.aramaki.cli.api.ConnectionException;
import io.aramaki.cli.terminal.Output;
import io.aramaki.cli.terminal.Terminal;
import io.aramaki.kit.app.Environment;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
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

  @Command(
      name = "login",
      description = {
        "Makes an API token with your own rights and keeps it in the connection file.",
        "Asks for user and password; a script gives each as a line of standard input."
      })
  void login(
      @Option(
              names = "--user",
              defaultValue = "",
              description = "who you are (default: it is asked for)")
          String user,
      @Option(
              names = "--url",
              description = "the people's door, https://host:port (default: that of the file)")
          @Nullable URI url,
      @Option(
              names = "--ca",
              paramLabel = "PEM",
              description = "the organisation's certificate authority (default: that of the file)")
          @Nullable Path ca)
      throws IOException {
    var before =
        url != null && ca != null ? new Connection(url, "", ca) : Connection.read(connectionFile());
    var door = url != null ? url : before.url();
    var authority = ca != null ? ca : before.ca();
    var who = user.isEmpty() ? askUser(before.user().orElse("")) : user;
    var password = terminal.questions().askSecret("password of " + who);
    var token = Api.login(door, authority, who, password, "the command line, by aramaki login");
    new Connection(door, token, authority, Optional.of(who)).write(connectionFile());
    terminal.err().println("logged in as " + who + "; the token is in " + connectionFile());
  }

  private String askUser(String known) {
    var typed = terminal.questions().ask(known.isEmpty() ? "user" : "user [" + known + "]");
    return typed.isEmpty() ? known : typed;
  }

  Api api() {
    return Api.open(connection());
  }

  Connection connection() {
    return Connection.read(connectionFile());
  }

  Path connectionFile() {
    return connection != null ? connection : home.resolve("cli.json");
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
