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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `aramaki agent`: our processes on hosts.
@Command(name = "agent", description = "Our processes on hosts.", synopsisSubcommandLabel = "VERB")
final class AgentCommand {
  @ParentCommand @Nullable RootCommand parent;

  @Command(name = "ls", description = "Lists agents and how they are doing.")
  void list() throws IOException {
    var rows = root().api().get("/v1/orgs/-/agentStatuses", Map.of()).path("agent_statuses");
    var now = root().now();
    root()
        .output()
        .rows(
            rows,
            "no agents yet: aramaki agent token --help",
            List.of(
                id("AGENT", "agent"),
                id("SYSTEM", "system"),
                column("CONNECTED", row -> row.path("connected").asBoolean() ? "yes" : "no"),
                column("SEEN", row -> Names.age(row.path("last_seen_time").asText(""), now)),
                column("LAST ACK", row -> Names.age(row.path("last_ack_time").asText(""), now)),
                column("SPOOL", row -> row.path("spool_records").asText("0")),
                field("VERSION", "agent_version")));
  }

  @Command(name = "show", description = "Shows one agent.")
  void show(@Parameters(paramLabel = "AGENT") String agent) throws IOException {
    root().output().resource(root().api().get("/v1/" + Names.full("agents", agent), Map.of()));
  }

  @Command(name = "token", description = "Makes a single-use token with which one agent enrols.")
  void token(
      @Parameters(paramLabel = "AGENT", description = "the id that the agent will have")
          String agent,
      @Option(names = "--system", required = true, description = "the system that its host is")
          String system,
      @Option(
              names = "--proxy-for",
              description = "another system it may report for; may be repeated")
          @Nullable List<String> proxySystems,
      @Option(
              names = "--ttl",
              defaultValue = "1h",
              description = "how long the token lives (default: 1h)")
          String ttl)
      throws IOException {
    var body = Api.object();
    body.put("agent_id", agent).put("system", Names.full("systems", system));
    body.put("ttl", Names.span(ttl).toSeconds() + "s");
    var array = body.putArray("proxy_systems");
    if (proxySystems != null) {
      proxySystems.forEach(proxy -> array.add(Names.full("systems", proxy)));
    }
    var token = root().api().post("/v1/orgs/-/enrolmentTokens", body);
    root().output().done(token, token.path("token").asText());
  }

  @Command(name = "revoke", description = "Cuts an agent off, at once and for ever.")
  void revoke(
      @Parameters(paramLabel = "AGENT") String agent,
      @Option(names = "--reason", defaultValue = "", description = "why") String reason)
      throws IOException {
    var body = Api.object().put("reason", reason);
    root()
        .output()
        .done(
            root().api().post("/v1/" + Names.full("agents", agent) + ":revoke", body),
            "revoked " + agent);
  }

  private RootCommand root() {
    return Objects.requireNonNull(parent, "parent");
  }
}
