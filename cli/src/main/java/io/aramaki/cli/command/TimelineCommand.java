package io.aramaki.cli.command;

import static io.aramaki.cli.terminal.Output.field;
import static io.aramaki.cli.terminal.Output.id;

import io.aramaki.cli.api.Api;
import io.aramaki.cli.terminal.Names;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `aramaki timeline SYSTEM`: what happened to a system, the newest first.
@Command(name = "timeline", description = "What happened to a system, the newest first.")
final class TimelineCommand implements Callable<Integer> {
  @ParentCommand @Nullable RootCommand parent;

  @Parameters(paramLabel = "SYSTEM")
  String system = "";

  @Option(names = "--since", defaultValue = "7d", description = "how far back (default: 7d)")
  String since = "7d";

  @Option(
      names = {"-m", "--note"},
      description = "write a note instead")
  @Nullable String note;

  @Override
  public Integer call() throws Exception {
    var root = Objects.requireNonNull(parent, "parent");
    var path = "/v1/" + Names.full("systems", system);
    if (note != null) {
      root.output().done(root.api().post(path + "/notes", Api.object().put("text", note)), "noted");
      return 0;
    }
    var start = root.now().minus(Names.span(since)).toString();
    var rows = root.api().list(path + "/events", "events", Map.of("start_time", start));
    if (rows.isEmpty()) {
      // Says so if the system does not exist, which is something else than a quiet one.
      var _ = root.api().get(path, Map.of());
    }
    root.output()
        .rows(
            rows,
            "nothing happened since " + since + " ago",
            List.of(
                field("TIME", "event_time"),
                field("KIND", "kind"),
                id("WHO", "actor"),
                field("WHAT", "summary")));
    return 0;
  }
}
