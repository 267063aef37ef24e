package io.aramaki.alerting.app;

import io.aramaki.kit.app.Closer;
import io.aramaki.kit.grpc.client.ClientChannel;
import io.aramaki.kit.grpc.client.GrpcClients;
import io.aramaki.kit.member.Member;
import io.opentelemetry.api.OpenTelemetry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Channels to other services, closed with the app.
final class Clients {
  private final Member member;
  private final OpenTelemetry telemetry;
  private final Closer closer;
  private final Map<String, ClientChannel> instances = new ConcurrentHashMap<>();

  Clients(Member member, OpenTelemetry telemetry, Closer closer) {
    this.member = member;
    this.telemetry = telemetry;
    this.closer = closer;
  }

  /// A channel to a service, by its target.
  ClientChannel open(String target, String service) {
    var channel =
        GrpcClients.builder(target, member.identity(), service).telemetry(telemetry).open();
    return closer.add(service + " channel", channel);
  }

  /// A channel to one instance of a service, by its address.
  ClientChannel instance(String address, String service) {
    return instances.computeIfAbsent(address, _ -> open("static:///" + address, service));
  }
}
