package io.aramaki.cli.command;

import static io.aramaki.cli.terminal.Output.column;
import static io.aramaki.cli.terminal.Output.field;
import static io.aramaki.cli.terminal.Output.id;

import io.aramaki.cli.api.Api;
import io.aramaki.cli.terminal.Names;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `aramaki silence`: why a standing problem does not notify.
@Command(
    name = "silence",
    description = "Why a standing problem does not notify.",
    synopsisSubcommandLabel = "VERB")
final class SilenceCommand {
  @ParentCommand @Nullable RootCommand parent;

  private static final Pattern MATCHER =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)(=~|!~|!=|=)(.*)");

  @Command(name = "ls", description = "Lists silences, those that are active first.")
  void list() throws IOException {
    var rows = root().api().list("/v1/orgs/-/suppressions", "suppressions", Map.of());
    root()
        .output()
        .rows(
            rows,
            "nothing is silenced",
            List.of(
                id("SILENCE", "name"),
                field("STATE", "state"),
                field("UNTIL", "expire_time"),
                id("AUTHOR", "author"),
                column("MATCHES", row -> matchers(row.path("silence").path("matchers"))),
                field("REASON", "reason")));
  }

  @Command(name = "create", description = "Silences alerts by their labels.")
  void create(
      @Parameters(
              arity = "1..*",
              paramLabel = "MATCHER",
              description = "label=value, label!=value, label=~regex, label!~regex")
          List<String> matchers,
      @Option(names = "--for", defaultValue = "1h", description = "how long (default: 1h)")
          String span,
      @Option(
              names = "--system",
              defaultValue = "",
              description = "only in the subtree of this system")
          String system,
      @Option(
              names = {"-m", "--reason"},
              required = true,
              description = "why")
          String reason)
      throws IOException {
    var body = Api.object();
    var suppression =
        body.putObject("suppression")
            .put("reason", reason)
            .put("ttl", Names.span(span).toSeconds() + "s");
    if (!system.isEmpty()) {
      suppression.put("system", Names.full("systems", system));
    }
    var array = suppression.putObject("silence").putArray("matchers");
    for (var text : matchers) {
      var matcher = MATCHER.matcher(text);
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            "\"%s\" is no matcher (expected: such as system=web or check=~http.*)".formatted(text));
      }
      array
          .addObject()
          .put("name", matcher.group(1))
          .put("op", operator(matcher.group(2)))
          .put("value", matcher.group(3));
    }
    var created = root().api().post("/v1/orgs/-/suppressions", body);
    root()
        .output()
        .done(
            created,
            "silence %s until %s"
                .formatted(
                    Names.id(created.path("name").asText()), created.path("expire_time").asText()));
  }

  @Command(name = "expire", description = "Ends a silence now; what still stands notifies.")
  void expire(@Parameters(paramLabel = "SILENCE") String silence) throws IOException {
    var path = "/v1/" + Names.full("suppressions", silence) + ":expire";
    root().output().done(root().api().post(path, Api.object()), "ended " + silence);
  }

  private static String operator(String sign) {
    return switch (sign) {
      case "=" -> "EQUAL";
      case "!=" -> "NOT_EQUAL";
      case "=~" -> "REGEX";
      default -> "NOT_REGEX";
    };
  }

  private static String matchers(com.fasterxml.jackson.databind.JsonNode matchers) {
    var text = new java.util.StringJoiner(" ");
    matchers.forEach(matcher -> {
      var sign =
          switch (matcher.path("op").asText()) {
            case "NOT_EQUAL" -> "!=";
            case "REGEX" -> "=~";
            case "NOT_REGEX" -> "!~";
            default -> "=";
          };
      text.add(matcher.path("name").asText() + sign + matcher.path("value").asText());
    });
    return text.toString();
  }

  private RootCommand root() {
    return Objects.requireNonNull(parent, "parent");
  }
}
