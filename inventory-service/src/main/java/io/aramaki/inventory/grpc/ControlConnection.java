package io.aramaki.inventory.grpc;

import com.google.protobuf.ByteString;
import io.aramaki.agent.v1.ActionDefinitionSet;
import io.aramaki.agent.v1.ControlResponse;
import io.aramaki.agent.v1.Dispatch;
import io.aramaki.inventory.domain.AgentId;
import io.aramaki.inventory.domain.RunId;
import io.aramaki.inventory.domain.run.AgentConnection;
import io.aramaki.inventory.domain.run.RunOrder;
import io.aramaki.kit.grpc.StreamEnded;
import io.aramaki.kit.grpc.StreamSink;
import io.aramaki.kit.security.sign.Signatures;
import io.aramaki.kit.security.sign.SigningKey;
import io.aramaki.type.v1.SignedDocument;
import io.aramaki.type.v1.SignedKeySet;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One agent's stream, as this instance sends on it.
final class ControlConnection implements AgentConnection {
  /// After so long an agent has reported what its journal had to say about earlier boots.
  private static final Duration SETTLED_AFTER = Duration.ofSeconds(5);

  private static final Logger log = LoggerFactory.getLogger(ControlConnection.class);

  private final Names names;
  private final AgentId agent;
  private final long boot;
  private final Set<RunId> journalled;
  private final StreamSink<ControlResponse> sink;
  private final SigningKey actionKey;
  private final LongSupplier nanoTime;
  private final long startNanos;
  private final Set<RunId> sent = ConcurrentHashMap.newKeySet();
  private @Nullable SignedKeySet keySet;
  private @Nullable ActionDefinitionSet definitions;

  ControlConnection(
      Names names,
      AgentId agent,
      long boot,
      Set<RunId> journalled,
      StreamSink<ControlResponse> sink,
      SigningKey actionKey,
      LongSupplier nanoTime) {
    this.names = names;
    this.agent = agent;
    this.boot = boot;
    this.journalled = Set.copyOf(journalled);
    this.sink = sink;
    this.actionKey = actionKey;
    this.nanoTime = nanoTime;
    this.startNanos = nanoTime.getAsLong();
  }

  @Override
  public long boot() {
    return boot;
  }

  @Override
  public boolean hasJournalled(RunId run) {
    return journalled.contains(run);
  }

  @Override
  public boolean wasSent(RunId run) {
    return sent.contains(run);
  }

  @Override
  public boolean isSettled() {
    return nanoTime.getAsLong() - startNanos >= SETTLED_AFTER.toNanos();
  }

  @Override
  public void send(RunOrder order, long toBoot, Duration remaining) {
    var dispatch =
        Dispatch.newBuilder()
            .setRun(order.id().in(names.org()))
            .setAgent(agent.in(names.org()))
            .setSystem(names.of(order.system()))
            .setAction(order.id().action().in(names.org()))
            .setDefinitionSha256(
                ByteString.copyFrom(HexFormat.of().parseHex(order.definitionSha256())))
            .putAllParameters(order.parameters())
            .setRemaining(Times.duration(remaining))
            .addApprovals(order.requester())
            .setBoot(toBoot)
            .setTraceparent(order.traceparent())
            .build();
    sent.add(order.id());
    try {
      sink.send(
          ControlResponse.newBuilder().setDispatch(Signatures.sign(actionKey, dispatch)).build());
    } catch (StreamEnded _) {
      log.atInfo()
          .addKeyValue("agent", agent.value())
          .addKeyValue("run", order.id().toString())
          .log("the agent left before its dispatch");
    }
  }

  /// Sends the key set unless the agent got it on this stream.
  synchronized void sendKeySet(SignedKeySet set) {
    if (!set.equals(keySet)) {
      sink.send(ControlResponse.newBuilder().setKeySet(set).build());
      keySet = set;
    }
  }

  /// Sends the definitions unless the agent got the same on this stream.
  synchronized void sendDefinitions(
      ActionDefinitionSet set, Function<ActionDefinitionSet, SignedDocument> sign) {
    if (definitions == null || !definitions.getActionsList().equals(set.getActionsList())) {
      sink.send(ControlResponse.newBuilder().setActionDefinitions(sign.apply(set)).build());
      definitions = set;
    }
  }

  void end() {
    sink.end();
  }
}
