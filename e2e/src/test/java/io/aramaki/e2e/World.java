package io.aramaki.e2e;

import io.aramaki.cli.api.Api;
import io.aramaki.e2e.instance.Eventually;
import io.aramaki.e2e.instance.Instance;
import io.aramaki.e2e.peer.Passage;
import io.aramaki.e2e.peer.Redmine;
import io.aramaki.e2e.peer.TraceReceiver;
import io.aramaki.e2e.peer.Webhook;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// One split instance for all end-to-end tests of a run, connected to a webhook receiver, a real
/// Redmine and a receiver of traces. Every test makes its own checks and actions on this host's
/// system.
final class World implements AutoCloseable {
  /// Results come every two seconds, so three attempts take four.
  static final Duration SOON = Duration.ofSeconds(60);

  /// What a test holds that offers a load which must be kept up.
  static final String QUIET_MACHINE = "a quiet machine";

  private static final String PASSWORD = "a long enough password";

  final Instance instance;
  final Webhook webhook = new Webhook();
  final TraceReceiver traces = new TraceReceiver();
  final Redmine redmine = new Redmine();
  final Passage toRedmine = new Passage(Redmine.url());

  /// The system and agent of this host.
  final String host;

  private World() throws IOException {
    var home = Path.of(System.getProperty("aramaki.root"), "e2e", "target", "instance");
    deleteTree(home);
    instance =
        new Instance(home, Map.of("ARAMAKI_TELEMETRY_OTLP_ENDPOINT", traces.url().toString()));
    var up = instance.up("--split");
    if (up.status() != 0) {
      instance.close();
      throw new IOException("up --split failed:\n" + up.out() + up.err());
    }
    up.out().lines().filter(line -> !line.contains("password")).forEach(System.out::println);
    host = Files.readString(home.resolve("run/provisioned")).strip();
    connect();
  }

  private void connect() throws IOException {
    connect(instance, 1, redmine, toRedmine.url(), webhook);
  }

  /// Connects an instance to a tracker and a receiver of webhooks.
  ///
  /// @param processes how many processes each service has
  static void connect(Instance instance, int processes, Redmine redmine, URI tracker, Webhook hook)
      throws IOException {
    var key = instance.home().resolve("keys/redmine.key");
    Files.createFile(
        key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(key, Redmine.botKey());
    for (int number = 1; number <= processes; number++) {
      var suffix = number == 1 ? "" : "-" + number;
      instance.reconfigure(
          "ticketing" + suffix,
          text -> text.replace("trackers: []\n", redmine.config(tracker, key.toString())));
      instance.reconfigure("alerting" + suffix, text -> notifying(text, hook));
    }
  }

  private static String notifying(String text, Webhook hook) {
    return text.substring(0, text.indexOf("receivers:"))
        + """
        receivers:
          - name: hook
            webhook:
              url: %s
          - name: tickets
            ticket:
              tracker: redmine
        route:
          receiver: hook
          group-by: [system, check]
          group-wait: 1s
          group-interval: 2s
          routes:
            - receiver: hook
              go-on: true
            - receiver: tickets
              match: ["ticket=yes"]
        """
            .formatted(hook.url());
  }

  /// Makes a check of this host that runs a plugin every two seconds.
  ///
  /// @param labels labels of its alerts; `ticket=yes` opens tickets
  void check(String id, Map<String, String> labels, String... command) throws IOException {
    check(instance, host, id, labels, command);
  }

  static void check(
      Instance instance, String host, String id, Map<String, String> labels, String... command)
      throws IOException {
    var body = Api.object().put("check_id", id);
    var check =
        body.putObject("check")
            .put("system", "orgs/-/systems/" + host)
            .put("interval", "2s")
            .put("timeout", "2s")
            .put("max_check_attempts", 3);
    var words = check.putObject("command").putArray("arguments");
    List.of(command).forEach(words::add);
    var object = check.putObject("labels");
    labels.forEach(object::put);
    instance.api().post("/v1/orgs/-/checks", body);
  }

  /// Makes a system and a user that may write there and see nothing.
  ///
  /// @return the user's token
  String writer(String system) throws IOException {
    var api = instance.api();
    var create = Api.object().put("system_id", system);
    create.putObject("system").put("display_name", system);
    api.post("/v1/orgs/-/systems", create);
    var user = Api.object().put("user_id", system).put("password", PASSWORD);
    user.putObject("user").put("display_name", system);
    api.post("/v1/orgs/-/users", user);
    var grant = Api.object();
    grant
        .putObject("role_binding")
        .put("user", "orgs/-/users/" + system)
        .put("role", "WRITER")
        .put("system", "orgs/-/systems/" + system);
    api.post("/v1/orgs/-/roleBindings", grant);
    return Api.login(
        instance.connection().url(), instance.certificateAuthority(), system, PASSWORD, "e2e");
  }

  /// Trusts the authority of the instance alone.
  SSLContext trust() throws Exception {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (var in = Files.newInputStream(instance.certificateAuthority())) {
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }

  /// Waits until a check is in a hard state.
  void awaitHard(String check, String status, Duration bound) {
    var _ =
        Eventually.get(
            check + " " + status,
            bound,
            () -> String.valueOf(instance.checkStates().get(check)),
            text -> text.contains("\"" + status + "\"") && text.contains("\"HARD\""));
  }

  static void deleteTree(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (var walk = Files.walk(directory)) {
      for (var path : walk.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  @Override
  public void close() throws IOException {
    try (webhook;
        traces;
        toRedmine) {
      instance.close();
    }
  }

  /// Gives tests the world, which is made once and closed after the last of them; as an `Optional`
  /// to those that do without it where there is no Redmine.
  static final class Resolver implements ParameterResolver {
    private static final ExtensionContext.Namespace SPACE =
        ExtensionContext.Namespace.create(World.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      var type = parameter.getParameter().getType();
      return type == World.class || type == Optional.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      if (parameter.getParameter().getType() == World.class) {
        return world(context);
      }
      return Redmine.isThere() ? Optional.of(world(context)) : Optional.empty();
    }

    private static World world(ExtensionContext context) {
      return context
          .getRoot()
          .getStore(SPACE)
          .getOrComputeIfAbsent(
              "world",
              _ -> {
                try {
                  return new World();
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              },
              World.class);
    }
  }
}
