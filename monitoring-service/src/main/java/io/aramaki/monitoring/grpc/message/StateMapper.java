package io.aramaki.monitoring.grpc.message;

import io.aramaki.monitoring.domain.check.CheckRecord;
import io.aramaki.monitoring.domain.check.RecordedChange;
import io.aramaki.monitoring.v1.CheckState;
import io.aramaki.monitoring.v1.StateChange;
import java.time.Instant;

/// States and changes to their messages.
public final class StateMapper {
  private StateMapper() {}

  public static CheckState toProto(String agent, String check, CheckRecord record) {
    var proto =
        CheckState.newBuilder()
            .setCheck(check)
            .setSystem(record.system())
            .setAgent(agent)
            .setState(Protos.status(record.status()))
            .setHardness(Protos.hardness(record.hardness()))
            .setAttempt(record.attempt())
            .setOccurrences(record.occurrences())
            .setOccurrencesWatermark(record.watermark())
            .setOutput(record.output())
            .setHardState(Protos.status(record.hardStatus()))
            .setExecutionDuration(Protos.duration(record.executionDuration()));
    if (!record.observeTime().equals(Instant.EPOCH)) {
      proto.setObserveTime(Protos.timestamp(record.observeTime()));
    }
    if (!record.changeTime().equals(Instant.EPOCH)) {
      proto.setChangeTime(Protos.timestamp(record.changeTime()));
    }
    if (!record.receiveTime().equals(Instant.EPOCH)) {
      proto.setReceiveTime(Protos.timestamp(record.receiveTime()));
    }
    if (record.ttl().isArmed()) {
      proto.setTtlExpireTime(Protos.timestamp(record.ttl().deadline()));
    }
    return proto.build();
  }

  public static StateChange toProto(RecordedChange recorded) {
    var change = recorded.change();
    return StateChange.newBuilder()
        .setShard(recorded.shard())
        .setSeq(recorded.seq())
        .setCheck(change.check())
        .setSystem(change.system())
        .setAgent(change.agent())
        .setPreviousState(Protos.status(change.previous()))
        .setState(Protos.status(change.status()))
        .setHardness(Protos.hardness(change.hardness()))
        .setAttempt(change.attempt())
        .setOccurrences(change.occurrences())
        .setOutput(change.output())
        .setObserveTime(Protos.timestamp(change.observeTime()))
        .setRecordTime(Protos.timestamp(change.recordTime()))
        .putAllLabels(change.labels())
        .setTraceparent(change.traceparent())
        .setPreviousHardState(Protos.status(change.previousHard()))
        .build();
  }
}
