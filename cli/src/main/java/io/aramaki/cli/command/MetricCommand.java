package io.aramaki.cli.command;

import static io.aramaki.cli.terminal.Output.column;
import static io.aramaki.cli.terminal.Output.field;

import io.aramaki.cli.terminal.Names;
import io.aramaki.cli.terminal.Queries;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `aramaki metric`: what is measured.
@Command(name = "metric", description = "What is measured.", synopsisSubcommandLabel = "VERB")
final class MetricCommand {
  @ParentCommand @Nullable RootCommand parent;

  @Command(name = "ls", description = "Lists the newest sample of each series of a system.")
  void list(@Parameters(paramLabel = "SYSTEM") String system) throws IOException {
    var truncated = new AtomicBoolean();
    var rows =
        root()
            .api()
            .list(
                "/v1/" + Names.full("systems", system) + "/latestSamples",
                "series",
                Map.of(),
                page -> {
                  if (page.path("truncated").asBoolean()) {
                    truncated.set(true);
                  }
                });
    root()
        .output()
        .rows(
            rows,
            "no samples yet",
            List.of(
                field("METRIC", "metric"),
                column("VALUE", row -> row.path("values").path(0).asText("")),
                field("UNIT", "unit"),
                column("LABELS", row -> row.path("labels").toString())));
    if (truncated.get()) {
      root()
          .terminal()
          .err()
          .println(
              "series are missing here: an agent or the system reports more than may be kept;"
                  + " the timeline says which");
    }
  }

  @Command(name = "read", description = "Reads the samples of a metric.")
  void read(
      @Parameters(index = "0", paramLabel = "SYSTEM") String system,
      @Parameters(index = "1", paramLabel = "METRIC") String metric,
      @Option(names = "--since", defaultValue = "1h", description = "how far back (default: 1h)")
          String since)
      throws IOException {
    var end = root().now();
    var query =
        Map.of(
            "metric",
            metric,
            "start_time",
            end.minus(Names.span(since)).toString(),
            "end_time",
            end.toString());
    var answer = root().api().get("/v1/" + Names.full("systems", system) + "/samples", query);
    if (root().output().json()) {
      root().output().object(answer.path("series"));
      return;
    }
    for (var series : answer.path("series")) {
      root().terminal().out().println(series.path("metric").asText() + series.path("labels"));
      for (int i = 0; i < series.path("times_ms").size(); i++) {
        var time = Instant.ofEpochMilli(series.path("times_ms").path(i).asLong());
        root()
            .terminal()
            .out()
            .println("  " + time + "  " + series.path("values").path(i).asText());
      }
    }
  }

  @Command(
      name = "query",
      description =
          "Asks in PromQL, over all systems that you may see: at one time, or with --since at each step.")
  void query(
      @Parameters(paramLabel = "PROMQL") String query,
      @Option(names = "--since", defaultValue = "", description = "from so far back until now")
          String since,
      @Option(
              names = "--step",
              defaultValue = "",
              description = "with --since: a value each so long (default: 60 values)")
          String step)
      throws IOException {
    if (since.isEmpty() && !step.isEmpty()) {
      throw new IllegalArgumentException("--step needs --since, such as --since 6h --step 5m");
    }
    var now = root().now();
    var answer = root().api().get(Queries.path(since), Queries.parameters(query, now, since, step));
    for (var warning : answer.path("warnings")) {
      root().terminal().err().println("warning: " + warning.asText());
    }
    if (root().output().json()) {
      root().output().object(answer.path("data"));
      return;
    }
    Queries.print(answer.path("data"), root().output());
  }

  private RootCommand root() {
    return Objects.requireNonNull(parent, "parent");
  }
}
