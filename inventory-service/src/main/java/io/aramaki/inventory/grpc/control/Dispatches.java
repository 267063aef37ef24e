package io.aramaki.inventory.grpc.control;

import com.google.protobuf.ByteString;
import io.aramaki.agent.v1.Dispatch;
import io.aramaki.inventory.domain.run.RunOrder;
import io.aramaki.inventory.grpc.Names;
import io.aramaki.inventory.grpc.key.OrganisationKeys;
import io.aramaki.kit.grpc.Times;
import io.aramaki.kit.security.sign.Signatures;
import io.aramaki.kit.telemetry.TraceContext;
import io.aramaki.type.v1.SignedDocument;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.HexFormat;

/// Signs orders to execute an action once.
final class Dispatches {
  private final OrganisationKeys keys;
  private final Names names;
  private final Tracer tracer;

  Dispatches(OrganisationKeys keys, Names names, Tracer tracer) {
    this.keys = keys;
    this.names = names;
    this.tracer = tracer;
  }

  /// Answers a signed `Dispatch`. Its span belongs to the trace of the request, and what the agent
  /// does hangs below it.
  SignedDocument sign(RunOrder order, long boot, Duration remaining) {
    Context parent = TraceContext.parent(order.traceparent());
    Span span =
        tracer
            .spanBuilder("dispatch run")
            .setParent(parent)
            .setSpanKind(SpanKind.PRODUCER)
            .setAttribute("aramaki.run", order.id().in(names.org()))
            .setAttribute("aramaki.agent", order.agent().value())
            .startSpan();
    try {
      Dispatch dispatch =
          Dispatch.newBuilder()
              .setRun(order.id().in(names.org()))
              .setAgent(order.agent().in(names.org()))
              .setSystem(order.system().in(names.org()))
              .setAction(order.id().action().in(names.org()))
              .setDefinitionSha256(
                  ByteString.copyFrom(HexFormat.of().parseHex(order.definitionSha256())))
              .putAllParameters(order.parameters())
              .setRemaining(Times.duration(remaining))
              .addApprovals(order.requester())
              .setBoot(boot)
              .setTraceparent(TraceContext.of(parent.with(span)).orElse(order.traceparent()))
              .build();
      return Signatures.sign(keys.actionKey(), dispatch);
    } finally {
      span.end();
    }
  }
}
