package io.aramaki.gateway.app;

import io.aramaki.gateway.grpc.call.Backend;
import io.aramaki.kit.app.Closer;
import io.aramaki.kit.grpc.client.GrpcClients;
import io.aramaki.kit.member.Member;
import io.aramaki.kit.telemetry.Telemetry;
import io.grpc.Channel;
import io.grpc.ServiceDescriptor;

/// The channels to our services.
record Services(Channel inventory, Channel monitoring, Channel alerting, Channel ticketing) {

  static Services open(GatewayConfig config, Member member, Telemetry telemetry, Closer closer) {
    return new Services(
        channel(config.member().inventory(), Backend.INVENTORY, member, telemetry, closer),
        channel(config.monitoring(), Backend.MONITORING, member, telemetry, closer),
        channel(config.alerting(), Backend.ALERTING, member, telemetry, closer),
        channel(config.ticketing(), Backend.TICKETING, member, telemetry, closer));
  }

  private static Channel channel(
      String target, Backend backend, Member member, Telemetry telemetry, Closer closer) {
    return closer.add(
        backend.service() + " channel",
        GrpcClients.builder(target, member.identity(), backend.service())
            .retrying(backend.services().toArray(ServiceDescriptor[]::new))
            .telemetry(telemetry)
            .open());
  }

  Channel of(Backend backend) {
    return switch (backend) {
      case INVENTORY -> inventory;
      case MONITORING -> monitoring;
      case ALERTING -> alerting;
      case TICKETING -> ticketing;
    };
  }
}
