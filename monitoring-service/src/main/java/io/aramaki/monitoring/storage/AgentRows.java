package io.aramaki.monitoring.storage;

import io.aramaki.monitoring.domain.agent.AgentState;
import io.aramaki.monitoring.domain.keepalive.Keepalive;
import io.aramaki.monitoring.domain.sequence.SequenceSnapshot;
import io.aramaki.monitoring.domain.sequence.SequenceSnapshot.Ended;
import io.aramaki.monitoring.domain.subject.SubjectSet;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Agents as bytes.
final class AgentRows {
  private AgentRows() {}

  static byte[] write(AgentState state) {
    SequenceSnapshot sequence = state.sequence();
    var out =
        new RowOutput()
            .text(state.agent())
            .number(sequence.ordinal())
            .number(sequence.boot())
            .number(sequence.seq())
            .number(sequence.hour())
            .integer(sequence.ended().size());
    for (Ended ended : sequence.ended()) {
      out.number(ended.boot()).number(ended.lastSeq());
    }
    SubjectSet subjects = state.subjects();
    return out.time(state.keepalive().lastHeard())
        .time(state.keepalive().graceUntil())
        .time(state.keepalive().stoppedUntil())
        .text(subjects.system())
        .texts(new TreeSet<>(subjects.systems()))
        .number(subjects.version())
        .flag(subjects.revoked())
        .text(state.gateway())
        .bytes();
  }

  static AgentState read(ByteBuffer bytes) {
    var in = new RowInput(bytes);
    String agent = in.text();
    long ordinal = in.number();
    long boot = in.number();
    long seq = in.number();
    long hour = in.number();
    List<Ended> ended = new ArrayList<>();
    for (int left = in.integer(); left > 0; left--) {
      ended.add(new Ended(in.number(), in.number()));
    }
    var keepalive = new Keepalive(in.time(), in.time(), in.time());
    var subjects = new SubjectSet(agent, in.text(), Set.copyOf(in.texts()), in.number(), in.flag());
    return new AgentState(
        agent,
        new SequenceSnapshot(ordinal, boot, seq, hour, ended),
        keepalive,
        subjects,
        in.hasMore() ? in.text() : "");
  }
}
