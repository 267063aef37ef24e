package io.aramaki.allinone.home;

import java.nio.file.Files;
import java.util.List;

/// The configuration of a new instance: a file a process, written at the first start and the
/// operator's from then on.
final class ConfigFiles {
  /// The services that enrol with inventory.
  static final List<String> MEMBERS = List.of("monitoring", "ticketing", "alerting", "gateway");

  private final Home home;
  private final Ports ports;
  private final String cassandra;
  private final String username;
  private final String passwordFile;

  ConfigFiles(Home home, Ports ports, String cassandra, String username, String passwordFile) {
    this.home = home;
    this.ports = ports;
    this.cassandra = cassandra;
    this.username = username;
    this.passwordFile = passwordFile;
  }

  /// Writes what is missing; what is there is left as it is.
  void writeMissing() {
    write("inventory", inventory());
    write("monitoring", monitoring());
    write("ticketing", ticketing());
    write("alerting", alerting());
    write("gateway", gateway());
    write("agent", agent());
  }

  private void write(String process, String text) {
    var file = home.config(process);
    if (!Files.exists(file)) {
      Home.writePrivate(
          file,
          "# The configuration of %s. All keys: ./aramaki help %s\n"
                  .formatted(process, process.equals("agent") ? "agent-process" : process)
              + text);
    }
  }

  private String inventory() {
    return """
    instance: local
    grpc:
      host: 127.0.0.1
      port: %d
    admin:
      port: %d
    %s
    tls-directory: %s
    key-file: %s
    monitoring: static:///127.0.0.1:%d
    gateway-addresses: ["localhost:%d"]
    """
        .formatted(
            ports.grpc("inventory"),
            ports.admin("inventory"),
            database("inventory"),
            home.tls("inventory"),
            home.keys().resolve("inventory.key"),
            ports.grpc("monitoring"),
            ports.agents());
  }

  private String monitoring() {
    return """
    %s
    grpc:
      host: 127.0.0.1
      port: %d
    admin:
      port: %d
    %s
    key-file: %s
    """
        .formatted(
            member("monitoring"),
            ports.grpc("monitoring"),
            ports.admin("monitoring"),
            database("monitoring"),
            home.keys().resolve("monitoring.key"));
  }

  private String ticketing() {
    return """
    %s
    grpc:
      host: 127.0.0.1
      port: %d
    admin:
      port: %d
    %s
    monitoring: static:///127.0.0.1:%d
    # How to connect a tracker: docs/howto/connect-redmine.md
    trackers: []
    """
        .formatted(
            member("ticketing"),
            ports.grpc("ticketing"),
            ports.admin("ticketing"),
            database("ticketing"),
            ports.grpc("monitoring"));
  }

  private String alerting() {
    return """
    %s
    grpc:
      host: 127.0.0.1
      port: %d
    admin:
      port: %d
    %s
    monitoring: static:///127.0.0.1:%d
    ticketing: static:///127.0.0.1:%d
    external-url: https://localhost:%d
    # Who is notified: docs/howto/notify-somebody.md
    receivers:
      - name: nobody
    route:
      receiver: nobody
      routes:
        # Agents that are lost together with one gateway are one notification with all of them.
        - match: [check=keepalive]
          group-by: [check, gateway]
          group-interval: 10s
          go-on: true
    """
        .formatted(
            member("alerting"),
            ports.grpc("alerting"),
            ports.admin("alerting"),
            database("alerting"),
            ports.grpc("monitoring"),
            ports.grpc("ticketing"),
            ports.people());
  }

  private String gateway() {
    return """
    %s
    people:
      host: 127.0.0.1
      port: %d
    agents:
      host: 127.0.0.1
      port: %d
    otlp:
      host: 127.0.0.1
      port: %d
    admin:
      port: %d
    data-directory: %s
    monitoring: static:///127.0.0.1:%d
    alerting: static:///127.0.0.1:%d
    ticketing: static:///127.0.0.1:%d
    """
        .formatted(
            member("gateway"),
            ports.people(),
            ports.agents(),
            ports.otlp(),
            ports.admin("gateway"),
            home.data().resolve("gateway"),
            ports.grpc("monitoring"),
            ports.grpc("alerting"),
            ports.grpc("ticketing"));
  }

  private String agent() {
    return """
    state-directory: %s
    gateways: ["localhost:%d"]
    actions:
      # What this agent may be asked to execute, beside the signature of the organisation.
      allowed-commands: ["/usr/bin/uptime", "/bin/df", "/usr/bin/df", "/bin/ps", "/usr/bin/ps"]
    """
        .formatted(home.data().resolve("agent"), ports.agents());
  }

  private String member(String service) {
    return """
    member:
      inventory: static:///127.0.0.1:%d
      tls-directory: %s
      enrolment-token-file: %s
      instance: local\
    """
        .formatted(ports.grpc("inventory"), home.tls(service), tokenFile(home, service));
  }

  private String database(String service) {
    return """
    cassandra:
      contact-points: ["%s"]
      keyspace: aramaki_%s
      username: %s
      password-file: %s\
    """
        .formatted(cassandra, service, username, passwordFile);
  }

  /// Where a service finds its enrolment token at its first start.
  static java.nio.file.Path tokenFile(Home home, String service) {
    return home.keys().resolve(service + ".token");
  }
}
