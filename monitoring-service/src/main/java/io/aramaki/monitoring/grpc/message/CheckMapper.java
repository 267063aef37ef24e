package io.aramaki.monitoring.grpc.message;

import io.aramaki.monitoring.domain.MonitoringException.InvalidCheck;
import io.aramaki.monitoring.domain.catalog.CheckDefinition;
import io.aramaki.monitoring.domain.catalog.CheckKind;
import io.aramaki.monitoring.domain.check.Status;
import io.aramaki.monitoring.v1.Check;
import java.time.Duration;
import java.time.Instant;

/// Check definitions to and from their message. What a caller leaves out gets its default here.
public final class CheckMapper {
  private CheckMapper() {}

  /// Writes a definition.
  public static Check toProto(CheckDefinition check) {
    var proto =
        Check.newBuilder()
            .setName(check.name())
            .setSystem(check.system())
            .setAgent(check.agent())
            .setDescription(check.description())
            .setInterval(Protos.duration(check.interval()))
            .setRetryInterval(Protos.duration(check.retryInterval()))
            .setMaxCheckAttempts(check.maxAttempts())
            .setTimeout(Protos.duration(check.timeout()))
            .setTtlStatus(Protos.status(check.ttlStatus()))
            .setTtlWhileAway(check.ttlWhileAway())
            .setVolatile(check.everyProblemHard())
            .setMaxOutputBytes(check.maxOutputBytes())
            .putAllLabels(check.labels())
            .setCreateTime(Protos.timestamp(check.createTime()))
            .setUpdateTime(Protos.timestamp(check.updateTime()))
            .setEtag(check.etag());
    if (!check.ttl().isZero()) {
      proto.setTtl(Protos.duration(check.ttl()));
    }
    switch (check.kind()) {
      case CheckKind.Command command ->
          proto
              .getCommandBuilder()
              .addAllArguments(command.arguments())
              .putAllEnvironment(command.environment());
      case CheckKind.Builtin builtin ->
          proto.getBuiltinBuilder().setId(builtin.id()).putAllArguments(builtin.arguments());
    }
    return proto.build();
  }

  /// Reads a definition.
  ///
  /// @param name its resource name
  /// @throws InvalidCheck if it breaks a rule
  public static CheckDefinition toDomain(String name, Check proto) {
    Duration interval =
        proto.hasInterval() ? Protos.span(proto.getInterval()) : CheckDefinition.DEFAULT_INTERVAL;
    Duration timeout =
        proto.hasTimeout()
            ? Protos.span(proto.getTimeout())
            : shorter(interval, CheckDefinition.DEFAULT_TIMEOUT);
    int attempts = proto.getMaxCheckAttempts();
    int output = proto.getMaxOutputBytes();
    Status ttlStatus = Protos.status(proto.getTtlStatus());
    return new CheckDefinition(
        name,
        proto.getSystem(),
        proto.getAgent(),
        proto.getDescription(),
        kind(proto),
        interval,
        proto.hasRetryInterval() ? Protos.span(proto.getRetryInterval()) : interval,
        attempts == 0 ? CheckDefinition.DEFAULT_ATTEMPTS : attempts,
        timeout,
        ttl(proto),
        ttlStatus == Status.NONE ? Status.WARNING : ttlStatus,
        proto.getTtlWhileAway(),
        proto.getVolatile(),
        output == 0 ? CheckDefinition.DEFAULT_OUTPUT_BYTES : output,
        proto.getLabelsMap(),
        Instant.EPOCH,
        Instant.EPOCH,
        "");
  }

  private static Duration ttl(Check proto) {
    if (!proto.hasTtl()) {
      return Duration.ZERO;
    }
    Duration ttl = Protos.span(proto.getTtl());
    if (ttl.isZero()) {
      throw new InvalidCheck("ttl must be longer than 0; leave it out for none");
    }
    return ttl;
  }

  private static CheckKind kind(Check proto) {
    return switch (proto.getKindCase()) {
      case COMMAND ->
          new CheckKind.Command(
              proto.getCommand().getArgumentsList(), proto.getCommand().getEnvironmentMap());
      case BUILTIN ->
          new CheckKind.Builtin(proto.getBuiltin().getId(), proto.getBuiltin().getArgumentsMap());
      case KIND_NOT_SET -> throw new InvalidCheck("command or builtin must be set");
    };
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
