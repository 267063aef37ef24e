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

/// `aramaki user`: people, their passwords and roles.
@Command(
    name = "user",
    description = "People, their passwords and roles.",
    synopsisSubcommandLabel = "VERB")
final class UserCommand {
  @ParentCommand @Nullable RootCommand parent;

  @Command(name = "ls", description = "Lists people.")
  void list() throws IOException {
    var rows = root().api().list("/v1/orgs/-/users", "users", Map.of());
    root()
        .output()
        .rows(
            rows,
            "nobody",
            List.of(
                id("USER", "name"), field("NAME", "display_name"), field("DISABLED", "disabled")));
  }

  @Command(
      name = "create",
      description =
          "Creates a person. The first password is asked for, or read from standard input.")
  void create(
      @Parameters(paramLabel = "USER") String user,
      @Option(names = "--name", defaultValue = "", description = "what people call them")
          String name,
      @Option(
              names = "--password",
              interactive = true,
              arity = "0..1",
              required = true,
              description = "asked for if no value is given")
          String password)
      throws IOException {
    var body = Api.object().put("user_id", user).put("password", password);
    body.putObject("user").put("display_name", name);
    root().output().done(root().api().post("/v1/orgs/-/users", body), "created " + user);
  }

  @Command(
      name = "grant",
      description = "Gives a role over a system and its subsystems, or over everything.")
  void grant(
      @Parameters(index = "0", paramLabel = "USER") String user,
      @Parameters(index = "1", paramLabel = "ROLE", description = "viewer, operator or admin")
          String role,
      @Option(
              names = "--system",
              defaultValue = "",
              description = "the top of the subtree (default: everything)")
          String system,
      @Option(names = "--deny", description = "takes the role away there instead") boolean deny)
      throws IOException {
    var body = Api.object();
    var binding =
        body.putObject("role_binding")
            .put("user", Names.full("users", user))
            .put("role", role.toUpperCase(java.util.Locale.ROOT));
    binding.put("deny", deny);
    if (!system.isEmpty()) {
      binding.put("system", Names.full("systems", system));
    }
    root()
        .output()
        .done(
            root().api().post("/v1/orgs/-/roleBindings", body),
            "%s is now %s".formatted(user, role));
  }

  @Command(name = "roles", description = "Lists role bindings.")
  void roles() throws IOException {
    var rows = root().api().get("/v1/orgs/-/roleBindings", Map.of()).path("role_bindings");
    root()
        .output()
        .rows(
            rows,
            "no role bindings",
            List.of(
                id("USER", "user"),
                field("ROLE", "role"),
                column(
                    "SYSTEM",
                    row ->
                        row.has("system") ? Names.id(row.path("system").asText()) : "everything"),
                field("DENY", "deny")));
  }

  @Command(
      name = "token",
      description = "Makes an API token with your own rights; it is shown once.")
  void token(@Parameters(paramLabel = "PURPOSE", description = "what it is for") String purpose)
      throws IOException {
    var token =
        root().api().post("/v1/orgs/-/apiTokens", Api.object().put("display_name", purpose));
    root().output().done(token, token.path("token").asText());
  }

  private RootCommand root() {
    return Objects.requireNonNull(parent, "parent");
  }
}
