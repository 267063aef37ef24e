package io.aramaki.cli.command;

import static io.aramaki.cli.terminal.Output.column;
import static io.aramaki.cli.terminal.Output.field;

import io.aramaki.cli.terminal.Names;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/// `aramaki audit`: who asked for which change.
@Command(
    name = "audit",
    description = "Who asked for which change.",
    synopsisSubcommandLabel = "VERB")
final class AuditCommand {
  @ParentCommand @Nullable RootCommand parent;

  @Command(name = "ls", description = "Lists rows of a chain, the newest first.")
  void list(
      @Option(
              names = "--chain",
              defaultValue = "",
              description = "the chain (default: organisation)")
          String chain)
      throws IOException {
    var query = chain.isEmpty() ? Map.<String, String>of() : Map.of("chain", chain);
    var rows = root().api().list("/v1/orgs/-/auditRows", "audit_rows", query);
    root()
        .output()
        .rows(
            rows,
            "no rows",
            List.of(
                field("SEQ", "seq"),
                field("TIME", "record_time"),
                column("WHO", row -> Names.id(row.path("principal").path("name").asText(""))),
                column("METHOD", row -> Names.id(row.path("method").asText(""))),
                field("WHAT", "summary")));
  }

  private RootCommand root() {
    return Objects.requireNonNull(parent, "parent");
  }
}
