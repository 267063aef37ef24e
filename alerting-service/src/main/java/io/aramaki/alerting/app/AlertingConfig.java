package io.aramaki.alerting.app;

import io.aramaki.alerting.domain.Receivers;
import io.aramaki.alerting.domain.route.Route;
import io.aramaki.kit.cassandra.CassandraConfig;
import io.aramaki.kit.config.Doc;
import io.aramaki.kit.grpc.server.GrpcServerConfig;
import io.aramaki.kit.http.admin.HttpConfig;
import io.aramaki.kit.member.MemberConfig;
import io.aramaki.kit.telemetry.TelemetryConfig;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/// The configuration of alerting.
public record AlertingConfig(
    @Doc("How this process belongs to its organisation.") MemberConfig member,
    @Doc("Where it answers.") GrpcServerConfig grpc,
    @Doc("Health, metrics and status.") HttpConfig admin,
    @Doc("Its database.") CassandraConfig cassandra,
    @Doc("Traces.") TelemetryConfig telemetry,
    @Doc("Where monitoring answers.") String monitoring,
    @Doc("Where ticketing answers.") String ticketing,
    @Doc("Where people find this organisation's gateway; notifications link there.")
        URI externalUrl,
    @Doc("Who is notified.") List<ReceiverConfig> receivers,
    @Doc("Who is notified of what.") RouteConfig route) {
  public AlertingConfig {
    receivers = List.copyOf(receivers);
    var _ = tree(receivers, route);
  }

  Route tree() {
    return tree(receivers, route);
  }

  Receivers domainReceivers() {
    return new Receivers(
        receivers.stream()
            .collect(Collectors.toMap(ReceiverConfig::name, ReceiverConfig::sendResolved)));
  }

  private static Route tree(List<ReceiverConfig> receivers, RouteConfig route) {
    var names = receivers.stream().map(ReceiverConfig::name).collect(Collectors.toSet());
    if (names.size() != receivers.size()) {
      throw new IllegalArgumentException("two receivers have the same name");
    }
    var trackers = new HashSet<String>();
    for (var receiver : receivers) {
      if (!receiver.ticket().map(ReceiverConfig.Ticket::tracker).map(trackers::add).orElse(true)) {
        throw new IllegalArgumentException(
            "receiver \"%s\" has the tracker of another one (expected: one receiver for each)"
                .formatted(receiver.name()));
      }
    }
    return route.tree(names);
  }
}
