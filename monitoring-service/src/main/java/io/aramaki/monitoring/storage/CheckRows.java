package io.aramaki.monitoring.storage;

import io.aramaki.monitoring.domain.check.CheckRecord;
import io.aramaki.monitoring.domain.check.Hardness;
import io.aramaki.monitoring.domain.check.RecordedChange;
import io.aramaki.monitoring.domain.check.StateChange;
import io.aramaki.monitoring.domain.check.Status;
import io.aramaki.monitoring.domain.check.Ttl;
import java.nio.ByteBuffer;

/// Records of checks and state changes as bytes.
final class CheckRows {
  /// The most characters of output that a record keeps over a change of owner; the next result
  /// brings it back whole.
  private static final int OUTPUT_LENGTH_MAX = 500;

  private CheckRows() {}

  static byte[] write(CheckRecord record) {
    String output = record.output();
    return new RowOutput()
        .text(record.system())
        .word(record.status())
        .word(record.hardness())
        .integer(record.attempt())
        .number(record.occurrences())
        .number(record.watermark())
        .word(record.hardStatus())
        .time(record.observeTime())
        .time(record.changeTime())
        .time(record.receiveTime())
        .text(output.length() > OUTPUT_LENGTH_MAX ? output.substring(0, OUTPUT_LENGTH_MAX) : output)
        .span(record.executionDuration())
        .position(record.position())
        .span(record.ttl().span())
        .time(record.ttl().since())
        .number(record.ttl().expirations())
        .bytes();
  }

  static CheckRecord read(ByteBuffer bytes) {
    var in = new RowInput(bytes);
    return new CheckRecord(
        in.text(),
        in.word(Status.class),
        in.word(Hardness.class),
        in.integer(),
        in.number(),
        in.number(),
        in.word(Status.class),
        in.time(),
        in.time(),
        in.time(),
        in.text(),
        in.span(),
        in.position(),
        new Ttl(in.span(), in.time(), in.number()));
  }

  static byte[] write(StateChange change) {
    return new RowOutput()
        .text(change.check())
        .text(change.system())
        .text(change.agent())
        .word(change.previous())
        .word(change.status())
        .word(change.hardness())
        .integer(change.attempt())
        .number(change.occurrences())
        .text(change.output())
        .time(change.observeTime())
        .time(change.recordTime())
        .map(change.labels())
        .text(change.traceparent())
        .word(change.previousHard())
        .bytes();
  }

  static RecordedChange readChange(int shard, long seq, ByteBuffer bytes) {
    var in = new RowInput(bytes);
    return new RecordedChange(
        shard,
        seq,
        new StateChange(
            in.text(),
            in.text(),
            in.text(),
            in.word(Status.class),
            in.word(Status.class),
            in.word(Hardness.class),
            in.integer(),
            in.number(),
            in.text(),
            in.time(),
            in.time(),
            in.map(),
            in.text(),
            in.word(Status.class)));
  }
}
