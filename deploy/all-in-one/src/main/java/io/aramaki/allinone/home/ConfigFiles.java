package io.aramaki.allinone.home;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// The configuration of a new instance: a file a process, written at the first start and the
/// operator's from then on.
final class ConfigFiles {
  /// The services that enrol with inventory.
  static final List<String> MEMBERS = List.of("monitoring", "ticketing", "alerting", "gateway");

  private final Home home;
  private final Layout layout;
  private final Ports ports;
  private final String cassandra;
  private final String username;
  private final String passwordFile;

  ConfigFiles(
      Home home,
      Layout layout,
      Ports ports,
      String cassandra,
      String username,
      String passwordFile) {
    this.home = home;
    this.layout = layout;
    this.ports = ports;
    this.cassandra = cassandra;
    this.username = username;
    this.passwordFile = passwordFile;
  }

  /// Writes what is missing; what is there is left as it is.
  ///
  /// @throws IllegalStateException if what is there knows fewer processes than are wanted
  void writeMissing() {
    for (String part : layout.parts("inventory")) {
      if (Files.exists(home.config("inventory")) && !Files.exists(home.config(part))) {
        throw new IllegalStateException(
            "the configuration in %s was written for fewer processes of each service: there is no %s."
                    .formatted(home.config(), home.config(part).getFileName())
                + " Start with fewer --instances, or set ARAMAKI_HOME to a new directory");
      }
    }
    // The first file comes last: what was interrupted is not taken for complete.
    for (String part : layout.parts("inventory").reversed()) {
      write(part, inventory(part));
    }
    layout.parts("monitoring").forEach(part -> write(part, monitoring(part)));
    layout.parts("ticketing").forEach(part -> write(part, ticketing(part)));
    layout.parts("alerting").forEach(part -> write(part, alerting(part)));
    layout.parts("gateway").forEach(part -> write(part, gateway(part)));
    write("agent", agent());
  }

  /// Where all processes of a service listen.
  private String target(String service) {
    return layout.parts(service).stream()
        .map(part -> "127.0.0.1:" + ports.grpc(part))
        .collect(Collectors.joining(",", "static:///", ""));
  }

  /// Where agents find all gateways.
  private String doors() {
    return layout.parts("gateway").stream()
        .map(part -> "\"localhost:%d\"".formatted(ports.agents(part)))
        .collect(Collectors.joining(", "));
  }

  private void write(String process, String text) {
    var file = home.config(process);
    if (!Files.exists(file)) {
      Home.writePrivate(
          file,
          "# The configuration of %s. All keys: ./aramaki help %s\n"
                  .formatted(
                      process, process.equals("agent") ? "agent-process" : Layout.service(process))
              + text);
    }
  }

  private String inventory(String part) {
    return """
    instance: local%s
    grpc:
      host: 127.0.0.1
      port: %d
    admin:
      port: %d
    %s
    tls-directory: %s
    key-file: %s
    monitoring: %s
    gateway-addresses: [%s]
    """
        .formatted(
            Layout.suffix(part),
            ports.grpc(part),
            ports.admin(part),
            database("inventory"),
            home.tls(part),
            home.keys().resolve("inventory.key"),
            target("monitoring"),
            doors());
  }

  private String monitoring(String part) {
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
            member(part),
            ports.grpc(part),
            ports.admin(part),
            database("monitoring"),
            home.keys().resolve("monitoring.key"));
  }

  private String ticketing(String part) {
    return """
    %s
    grpc:
      host: 127.0.0.1
      port: %d
    admin:
      port: %d
    %s
    monitoring: %s
    # How to connect a tracker: docs/howto/connect-redmine.md
    trackers: []
    """
        .formatted(
            member(part),
            ports.grpc(part),
            ports.admin(part),
            database("ticketing"),
            target("monitoring"));
  }

  private String alerting(String part) {
    return """
    %s
    grpc:
      host: 127.0.0.1
      port: %d
    admin:
      port: %d
    %s
    monitoring: %s
    ticketing: %s
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
            member(part),
            ports.grpc(part),
            ports.admin(part),
            database("alerting"),
            target("monitoring"),
            target("ticketing"),
            ports.people());
  }

  private String gateway(String part) {
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
    monitoring: %s
    alerting: %s
    ticketing: %s
    """
        .formatted(
            member(part),
            ports.people(part),
            ports.agents(part),
            ports.otlp(part),
            ports.admin(part),
            home.data().resolve(part),
            target("monitoring"),
            target("alerting"),
            target("ticketing"));
  }

  private String agent() {
    return """
    state-directory: %s
    gateways: [%s]
    actions:
      # What this agent may be asked to execute, beside the signature of the organisation.
      allowed-commands: ["/usr/bin/uptime", "/bin/df", "/usr/bin/df", "/bin/ps", "/usr/bin/ps"]
    """
        .formatted(home.data().resolve("agent"), doors());
  }

  private String member(String part) {
    return """
    member:
      inventory: %s
      tls-directory: %s
      enrolment-token-file: %s
      instance: local%s\
    """
        .formatted(target("inventory"), home.tls(part), tokenFile(home, part), Layout.suffix(part));
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

  /// Where a process finds its enrolment token at its first start.
  static Path tokenFile(Home home, String part) {
    return home.keys().resolve(part + ".token");
  }
}
