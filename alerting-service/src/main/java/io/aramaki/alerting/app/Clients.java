package io.aramaki.alerting.app;

import io.aramaki.kit.app.Closer;
import io.aramaki.kit.grpc.client.ClientChannel;
import io.aramaki.kit.grpc.client.GrpcClients;
import io.aramaki.kit.member.Member;
import io.opentelemetry.api.OpenTelemetry;

/// Channels to other services.
final class Clients {
  private final Member member;
  private final OpenTelemetry telemetry;
  private final Closer closer;

  Clients(Member member, OpenTelemetry telemetry, Closer closer) {
    this.member = member;
    this.telemetry = telemetry;
    this.closer = closer;
  }

  /// A channel to a service, by its target; closed with the app.
  ClientChannel open(String target, String service) {
    return closer.add(service + " channel", channel(target, service));
  }

  /// A channel to one instance of a service, by its address; whoever asks closes it.
  ClientChannel instance(String address, String service) {
    return channel("static:///" + address, service);
  }

  private ClientChannel channel(String target, String service) {
    return GrpcClients.builder(target, member.identity(), service).telemetry(telemetry).open();
  }
}
