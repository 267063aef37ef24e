package io.aramaki.monitoring.storage;

import io.aramaki.monitoring.domain.catalog.CheckDefinition;
import io.aramaki.monitoring.domain.catalog.CheckKind;
import io.aramaki.monitoring.domain.check.Status;
import java.nio.ByteBuffer;

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
    return new CheckDefinition(
        name,
        system,
        agent,
        description,
        kind,
        in.span(),
        in.span(),
        in.integer(),
        in.span(),
        in.span(),
        in.word(Status.class),
        in.flag(),
        in.integer(),
        in.map(),
        in.time(),
        in.time(),
        in.text());
  }
}
