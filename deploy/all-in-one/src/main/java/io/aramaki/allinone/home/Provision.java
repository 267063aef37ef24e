package io.aramaki.allinone.home;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aramaki.cli.api.Api;
import io.aramaki.cli.api.ApiException;
import io.aramaki.cli.api.Connection;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.security.tls.TlsIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a new instance is given so that it is useful at once: an API token for the command line,
/// this host as a system, its agent, a few checks and actions. All of it goes through the people's
/// door, as a person would do it, and is skipped where it is there.
public final class Provision {
  /// How long the gateway may take to answer.
  private static final Duration BOUND = Duration.ofSeconds(60);

  private static final Logger log = LoggerFactory.getLogger(Provision.class);

  private final Home home;
  private String refusedPassword = "";

  public Provision(Home home) {
    this.home = home;
  }

  /// The id of this host's system and agent.
  public static String systemId() {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException _) {
      host = "localhost";
    }
    var id = host.toLowerCase(Locale.ROOT).replaceAll("\\..*", "").replaceAll("[^a-z0-9-]", "-");
    var named = "host-" + id;
    return named.substring(0, Math.min(60, named.length())).replaceAll("-+$", "");
  }

  /// The id of the agent that this instance was given at its first start: the host may have got
  /// another name since.
  public static String agentId(Home home) throws IOException {
    var known = provisioned(home);
    return Files.exists(known) ? Files.readString(known).strip() : systemId();
  }

  private static Path provisioned(Home home) {
    return home.run().resolve("provisioned");
  }

  public void run() {
    try {
      if (Files.exists(provisioned(home)) && agentIsEnrolled()) {
        renewToken();
        return;
      }
      connect();
      var api = Api.open(Connection.read(home.connection()));
      enrolAgent(api, agentId(home));
      if (!Files.exists(provisioned(home))) {
        provision(api);
        Home.writePrivate(provisioned(home), systemId() + "\n");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Looks once after the command line's token: an instance that has all it needs works without it.
  private void renewToken() {
    try {
      signIn();
    } catch (IOException | RuntimeException e) {
      log.atWarn()
          .addKeyValue("file", home.connection())
          .addKeyValue("error", e.getMessage())
          .log("the command line has no token that is accepted; ./aramaki login makes one");
    }
  }

  /// Makes sure of an API token that is accepted: they end after a while, and a restored database
  /// may not know the one that lies here.
  private void connect() throws IOException {
    long end = System.nanoTime() + BOUND.toNanos();
    while (true) {
      try {
        signIn();
        return;
      } catch (ConnectException | ApiException e) {
        if (System.nanoTime() > end) {
          throw new IOException("the gateway does not let us in: " + e.getMessage(), e);
        }
        pause();
      }
    }
  }

  private void signIn() throws IOException {
    if (!accepted()) {
      login();
    }
  }

  private boolean accepted() throws IOException {
    if (!Files.exists(home.connection())) {
      return false;
    }
    try {
      var _ =
          Api.open(Connection.read(home.connection()))
              .get("/v1/orgs/-/systems", Map.of("page_size", "1"));
      return true;
    } catch (ApiException e) {
      if (e.status() == 401) {
        return false;
      }
      throw e;
    }
  }

  private void login() throws IOException {
    if (!Files.exists(home.adminPassword())) {
      throw new IOException(
          "the API token in %s is not accepted any more; './aramaki login' writes a new one"
              .formatted(home.connection()));
    }
    var url = URI.create("https://localhost:" + Ports.open(home).people());
    var ca = home.root().resolve("ca.pem");
    var password = Files.readString(home.adminPassword()).strip();
    if (password.equals(refusedPassword)) {
      throw new IOException(
          "the password in %s is not accepted (it was changed?); './aramaki login' asks for yours"
              .formatted(home.adminPassword()));
    }
    String token;
    try {
      token = Api.login(url, ca, "admin", password, "the command line of " + systemId());
    } catch (ApiException e) {
      // Never twice: that would use up the administrator's own attempts.
      refusedPassword = e.status() == 401 ? password : "";
      throw e;
    }
    var json =
        Api.object()
            .put("url", url.toString())
            .put("user", "admin")
            .put("token", token)
            .put("ca", ca.toString());
    Home.writePrivate(home.connection(), json.toPrettyString() + "\n");
  }

  private void provision(Api api) throws IOException {
    var id = systemId();
    check(api, id, "load", Map.of());
    check(api, id, "memory", Map.of());
    check(api, id, "disk", Map.of("path", "/"));
    check(api, id, "processes", Map.of());
    var plugin = Path.of("/usr/lib/nagios/plugins/check_disk");
    if (Files.isExecutable(plugin)) {
      command(
          api, id, "disk-plugin", List.of(plugin.toString(), "-w", "10%", "-c", "5%", "-p", "/"));
    }
    action(
        api,
        id,
        "uptime",
        "/usr/bin/uptime",
        List.of(),
        "How long the host has been up, and its load.");
    action(api, id, "disk-usage", "/bin/df", List.of("-h"), "How full each file system is.");
    action(
        api,
        id,
        "top-processes",
        "/bin/ps",
        List.of("aux", "--sort=-%cpu"),
        "What uses the processors most.");
  }

  private boolean agentIsEnrolled() {
    var tls = home.data().resolve("agent").resolve("tls");
    return TlsIdentity.isPresent(tls)
        && !TlsIdentity.open(tls, Environment.system().clock()).isExpired();
  }

  /// Gives this host a system, and its agent a certificate unless it has one that is in force: one
  /// that ended while the instance was down is replaced, the spool stays.
  private void enrolAgent(Api api, String id) throws IOException {
    if (agentIsEnrolled()) {
      return;
    }
    var system =
        Api.object()
            .put("display_name", id.replaceFirst("^host-", ""))
            .put("description", "The host on which this instance runs.");
    create(api, "systems", "system_id", "system", id, system);
    var body = Api.object().put("agent_id", id).put("system", "orgs/-/systems/" + id);
    var token = api.post("/v1/orgs/-/enrolmentTokens", body).path("token").asText();
    var builder = new ProcessBuilder(new Commands(home).enrolAgent());
    builder.environment().put("ARAMAKI_ENROLMENT_TOKEN", token);
    var log = home.logs().resolve("agent.log");
    builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      int status = builder.start().waitFor();
      if (status != 0) {
        throw new IOException(
            "the agent did not enrol (exit code %d); its log is %s".formatted(status, log));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static void check(Api api, String system, String builtin, Map<String, String> arguments)
      throws IOException {
    var check = check(system);
    var object = check.putObject("builtin").put("id", builtin).putObject("arguments");
    arguments.forEach(object::put);
    create(api, "checks", "check_id", "check", system + "-" + builtin, check);
  }

  private static void command(Api api, String system, String name, List<String> words)
      throws IOException {
    var check = check(system);
    var array = check.putObject("command").putArray("arguments");
    words.forEach(array::add);
    create(api, "checks", "check_id", "check", system + "-" + name, check);
  }

  private static ObjectNode check(String system) {
    return Api.object()
        .put("system", "orgs/-/systems/" + system)
        .put("interval", "10s")
        .put("timeout", "8s")
        .put("max_check_attempts", 3);
  }

  private static void action(
      Api api, String system, String id, String program, List<String> arguments, String description)
      throws IOException {
    if (!Files.isExecutable(Path.of(program))) {
      return;
    }
    var action =
        Api.object().put("system", "orgs/-/systems/" + system).put("description", description);
    var command = action.putArray("command").add(program);
    arguments.forEach(command::add);
    create(api, "actions", "action_id", "action", id, action);
  }

  /// Creates a resource unless it exists.
  private static void create(
      Api api, String collection, String idField, String field, String id, JsonNode resource)
      throws IOException {
    try {
      var body = Api.object().put(idField, id);
      body.set(field, resource);
      api.post("/v1/orgs/-/" + collection, body);
    } catch (ApiException refused) {
      if (refused.status() != 409) {
        throw refused;
      }
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
