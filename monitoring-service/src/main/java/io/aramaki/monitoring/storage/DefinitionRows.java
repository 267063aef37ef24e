package io.aramaki.monitoring.storage;

import io.aramaki.monitoring.domain.catalog.CheckDefinition;
import io.aramaki.monitoring.domain.catalog.CheckKind;
import io.aramaki.monitoring.domain.check.Status;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/// Check definitions as bytes.
final class DefinitionRows {
  private static final String COMMAND = "command";
  private static final String BUILTIN = "builtin";

  private DefinitionRows() {}

  static byte[] write(CheckDefinition check) {
    var out =
        new RowOutput()
            .text(check.name())
            .text(check.system())
            .text(check.agent())
            .text(check.description());
    switch (check.kind()) {
      case CheckKind.Command command ->
          out.text(COMMAND).texts(command.arguments()).map(command.environment());
      case CheckKind.Builtin builtin ->
          out.text(BUILTIN).text(builtin.id()).map(builtin.arguments());
    }
    return out.span(check.interval())
        .span(check.retryInterval())
        .integer(check.maxAttempts())
        .span(check.timeout())
        .span(check.ttl())
        .word(check.ttlStatus())
        .flag(check.everyProblemHard())
        .integer(check.maxOutputBytes())
        .map(check.labels())
        .time(check.createTime())
        .time(check.updateTime())
        .text(check.etag())
        .flag(check.ttlWhileAway())
        .bytes();
  }

  static CheckDefinition read(ByteBuffer bytes) {
    var in = new RowInput(bytes);
    String name = in.text();
    String system = in.text();
    String agent = in.text();
    String description = in.text();
    CheckKind kind =
        in.text().equals(COMMAND)
            ? new CheckKind.Command(in.texts(), in.map())
            : new CheckKind.Builtin(in.text(), in.map());
    Duration interval = in.span();
    Duration retryInterval = in.span();
    int maxAttempts = in.integer();
    Duration timeout = in.span();
    Duration ttl = in.span();
    Status ttlStatus = in.word(Status.class);
    boolean everyProblemHard = in.flag();
    int maxOutputBytes = in.integer();
    Map<String, String> labels = in.map();
    Instant createTime = in.time();
    Instant updateTime = in.time();
    String etag = in.text();
    return new CheckDefinition(
        name,
        system,
        agent,
        description,
        kind,
        interval,
        retryInterval,
        maxAttempts,
        timeout,
        ttl,
        ttlStatus,
        in.hasMore() && in.flag(),
        everyProblemHard,
        maxOutputBytes,
        labels,
        createTime,
        updateTime,
        etag);
  }
}
