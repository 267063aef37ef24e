package io.aramaki.cli.command;

import static io.aramaki.cli.terminal.Output.column;
import static io.aramaki.cli.terminal.Output.field;
import static io.aramaki.cli.terminal.Output.id;

import com.fasterxml.jackson.databind.JsonNode;
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
  private static final String OWN = "whose (default: your own)";

  /// How much of a token's id is shown: enough to tell a hundred apart.
  private static final int SHOWN = 12;

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
      @Parameters(
              index = "1",
              paramLabel = "ROLE",
              description = "viewer, writer, operator or admin")
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

  @Command(
      name = "tokens",
      description = "Lists API tokens that have not ended, without their secrets.")
  void tokens(
      @Parameters(arity = "0..1", paramLabel = "USER", defaultValue = "", description = OWN)
          String user)
      throws IOException {
    var rows = tokensOf(userName(user));
    var now = root().now();
    root()
        .output()
        .rows(
            rows,
            "no API tokens",
            List.of(
                column("TOKEN", row -> start(Names.id(row.path("name").asText()))),
                column("AGE", row -> Names.age(row.path("create_time").asText(""), now)),
                field("UNTIL", "expire_time"),
                field("PURPOSE", "display_name")));
  }

  @Command(
      name = "revoke-token",
      description = "Ends an API token for good; it works for a minute more at most.")
  void revokeToken(
      @Parameters(
              paramLabel = "TOKEN",
              description = "its id or how it begins: aramaki user tokens")
          String token,
      @Option(names = "--user", defaultValue = "", description = OWN) String user)
      throws IOException {
    var name =
        token.startsWith("orgs/")
            ? token
            : Names.begunBy(
                tokensOf(userName(user)), token, "one token", "'aramaki user tokens' lists them");
    root()
        .output()
        .done(
            root().api().post("/v1/" + name + ":revoke", Api.object()),
            "revoked " + start(Names.id(name)));
  }

  @Command(
      name = "passwd",
      description = {
        "Sets a password, of 12 to 200 characters, and ends that person's sessions.",
        "Asks for the password in force and the new one; a script gives each as a line of standard",
        "input. For somebody else only the new one is asked for, and the role admin is needed."
      })
  void passwd(
      @Parameters(arity = "0..1", paramLabel = "USER", defaultValue = "", description = OWN)
          String user)
      throws IOException {
    var name = userName(user);
    var id = Names.id(name);
    var questions = root().terminal().questions();
    var body = Api.object();
    if (root().connection().user().map(id::equals).orElse(true)) {
      body.put("current_password", questions.askSecret("password in force of " + id));
    }
    body.put("new_password", questions.askNewSecret("new password of " + id));
    var set = root().api().post("/v1/" + name + ":setPassword", body);
    root()
        .output()
        .done(
            set,
            """
            the password of %s is set and their sessions have ended
            API tokens stay valid; list them with: ./aramaki user tokens %s\
            """
                .formatted(id, id));
  }

  private JsonNode tokensOf(String user) throws IOException {
    return root().api().list("/v1/" + user + "/apiTokens", "api_tokens", Map.of());
  }

  /// The name of a user; of the one whose connection it is if none was typed.
  private String userName(String typed) {
    var user = typed.isEmpty() ? root().connection().user().orElse("") : typed;
    if (user.isEmpty()) {
      throw new IllegalArgumentException(
          "the connection file does not say whose token it has (expected: USER, such as admin;"
              + " './aramaki login' writes it down)");
    }
    return Names.full("users", user);
  }

  private static String start(String id) {
    return id.substring(0, Math.min(SHOWN, id.length()));
  }

  private RootCommand root() {
    return Objects.requireNonNull(parent, "parent");
  }
}
