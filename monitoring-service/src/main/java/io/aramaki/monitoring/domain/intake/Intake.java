package io.aramaki.monitoring.domain.intake;

import io.aramaki.kit.app.Failpoint;
import io.aramaki.kit.name.ResourceName;
import io.aramaki.monitoring.domain.agent.AgentLink;
import io.aramaki.monitoring.domain.agent.RecentBatches.Known;
import io.aramaki.monitoring.domain.hours.HourRegister;
import io.aramaki.monitoring.domain.observation.BatchRules;
import io.aramaki.monitoring.domain.observation.Dictionaries;
import io.aramaki.monitoring.domain.observation.Journal;
import io.aramaki.monitoring.domain.observation.JournalRow;
import io.aramaki.monitoring.domain.observation.Refusal;
import io.aramaki.monitoring.domain.quarantine.Quarantine;
import io.aramaki.monitoring.domain.quarantine.QuarantineEntry;
import io.aramaki.monitoring.domain.sequence.BatchKey;
import io.aramaki.monitoring.domain.shard.AgentHandle;
import io.aramaki.monitoring.domain.subject.SubjectSet;
import io.aramaki.monitoring.domain.subject.Subjects;
import io.aramaki.monitoring.domain.time.Patience;
import io.aramaki.monitoring.domain.timeline.Timeline;
import io.aramaki.monitoring.domain.timeline.TimelineEvent;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes batches: validates, writes the journal row, answers, hands over to the owner, in this
/// order.
///
/// A batch that was answered before gets the same answer again. While the database or inventory is
/// away nothing is answered, and whoever brings a batch waits: credits run out, the agent spools.
public final class Intake {
  private static final Logger log = LoggerFactory.getLogger(Intake.class);

  /// What all batches in flight may hold together.
  private static final int IN_FLIGHT_KIB_MAX = 64 << 10;

  private static final int KIB = 1 << 10;

  private final Journal journal;
  private final Dictionaries dictionaries;
  private final HourRegister hours;
  private final Quarantine quarantine;
  private final Timeline timeline;
  private final Subjects subjects;
  private final Patience patience;
  private final JournalSpans spans;
  private final InstantSource clock;
  private final Progress progress;
  private final Semaphore room = new Semaphore(IN_FLIGHT_KIB_MAX, true);

  public Intake(
      Journal journal,
      Dictionaries dictionaries,
      HourRegister hours,
      Quarantine quarantine,
      Timeline timeline,
      Subjects subjects,
      Patience patience,
      JournalSpans spans,
      InstantSource clock,
      Progress progress) {
    this.journal = journal;
    this.dictionaries = dictionaries;
    this.hours = hours;
    this.quarantine = quarantine;
    this.timeline = timeline;
    this.subjects = subjects;
    this.patience = patience;
    this.spans = spans;
    this.clock = clock;
    this.progress = progress;
  }

  public Progress progress() {
    return progress;
  }

  /// A batch for which there is room.
  ///
  /// @param time when it came
  /// @param kib what it takes of the room
  /// @param token of its progress
  public record Admitted(Instant time, int kib, Object token) {}

  /// Waits until there is room for a batch.
  public Admitted admit(int bytes) throws InterruptedException {
    var batch = new Admitted(clock.instant(), kib(bytes), progress.begin());
    try {
      room.acquire(batch.kib());
    } catch (InterruptedException e) {
      progress.end(batch.token());
      throw e;
    }
    return batch;
  }

  /// Gives the room back.
  public void release(Admitted batch) {
    progress.end(batch.token());
    room.release(batch.kib());
  }

  private static int kib(int bytes) {
    return Math.min(1 + bytes / KIB, IN_FLIGHT_KIB_MAX);
  }

  /// Takes a batch to its answer. Returns without one if the session ended meanwhile; throws what
  /// [SubjectSet#admitted] does if the agent may have none any more.
  public void take(AgentHandle agent, AgentLink link, Frame frame, Admitted admitted) {
    try {
      answer(agent, link, frame, admitted.time());
    } catch (Patience.GivenUp _) {
      log.atDebug()
          .addKeyValue("agent", agent.agent())
          .log("session ended before its batch was durable");
    }
  }

  private void answer(AgentHandle agent, AgentLink link, Frame frame, Instant now) {
    BatchKey key = frame.head().key();
    ByteBuffer sha256 = sha256(frame);
    Optional<Refusal> refusal = validate(agent, link, frame, now);
    @Nullable Known known = agent.recent().claim(key, sha256).orElse(null);
    try {
      answer(agent, link, frame, sha256, refusal, known, now);
    } catch (RuntimeException e) {
      if (known == null) {
        // Whoever sends it again must not be told that it is known: maybe its row is not there.
        agent.recent().forget(key, sha256);
      }
      throw e;
    }
  }

  private void answer(
      AgentHandle agent,
      AgentLink link,
      Frame frame,
      ByteBuffer sha256,
      Optional<Refusal> refusal,
      @Nullable Known known,
      Instant now) {
    BatchKey key = frame.head().key();
    if (known != null && !known.sha256().equals(sha256)) {
      refuseReused(agent, link, frame, now);
      return;
    }
    if (known != null && known.refusal() != null) {
      refuse(agent, link, key, known.refusal());
      return;
    }
    if (known != null && agent.isPast(key)) {
      acknowledgeAgain(agent, link, frame);
      return;
    }
    var row =
        new JournalRow(
            agent.agent(), frame.head(), frame.header(), frame.content(), sha256, now, "");
    if (agent.isPast(key)) {
      answerPast(agent, link, frame, row, refusal, now);
      return;
    }
    if (refusal.isPresent()) {
      takeRefused(agent, link, row, refusal.get(), now);
    } else {
      takeSound(agent, link, frame, row);
    }
  }

  private void takeSound(AgentHandle agent, AgentLink link, Frame frame, JournalRow row) {
    Failpoint.at("beforeJournal");
    spans.around(
        frame.traceparents(), row.head().key(), () -> append(agent, link, row, frame.names()));
    Failpoint.at("afterJournalBeforeAck");
    link.acknowledge(row.head().key());
    agent.answered(clock.instant(), false);
    progress.acknowledged(clock.instant(), row.head().sampleCount());
    agent.arrived(row);
  }

  /// The seq of a refused batch counts as done, so its refusal is durable, in an hour that is read.
  private void takeRefused(
      AgentHandle agent, AgentLink link, JournalRow row, Refusal refusal, Instant now) {
    boolean badHour =
        switch (refusal.reason()) {
          case HOUR_IN_FUTURE, HOUR_TOO_OLD -> true;
          case SUBJECT_NOT_ALLOWED, SEQ_REUSED, BATCH_TOO_LARGE, UNKNOWN_FORMAT, INVALID_BATCH ->
              BatchRules.check(row.head(), 0, now).isPresent();
        };
    JournalRow refused = row.refused(refusal, badHour ? BatchRules.hourOf(now) : row.head().hour());
    keepAside(agent, link, row, refusal, now);
    if (row.head().key().boot() != 0 && row.head().key().seq() > 0) {
      append(agent, link, refused, Frame.NO_NAMES);
    }
    agent.recent().refused(row.head().key(), row.sha256(), refusal);
    refuse(agent, link, row.head().key(), refusal);
    agent.arrived(refused);
  }

  /// A batch of which the owner remembers only that it was done.
  private void answerPast(
      AgentHandle agent,
      AgentLink link,
      Frame frame,
      JournalRow row,
      Optional<Refusal> refusal,
      Instant now) {
    BatchKey key = frame.head().key();
    Optional<JournalRow> before =
        patience.until(
            "journal", link::isOpen, () -> journal.find(agent.agent(), frame.head().hour(), key));
    if (before.isPresent() && before.get().sha256().equals(row.sha256())) {
      if (before.get().isRefused()) {
        refuse(agent, link, key, Refusal.parse(before.get().refusal()));
      } else {
        acknowledgeAgain(agent, link, frame);
      }
    } else if (before.isEmpty() && refusal.isPresent()) {
      refuse(agent, link, key, refusal.get());
    } else if (before.isEmpty() && agent.wasApplied(key)) {
      // Its hour is in chunks, and who put it there cannot tell the same batch from another: it is
      // taken once more, which changes nothing if it is the same.
      append(agent, link, row, frame.names());
      link.acknowledge(key);
      agent.answered(clock.instant(), false);
    } else {
      refuseReused(agent, link, frame, now);
    }
  }

  /// Who wrote the row may have died before the hour was open; nobody would ever build it then.
  private void acknowledgeAgain(AgentHandle agent, AgentLink link, Frame frame) {
    open(link, agent.agent(), frame.head().hour());
    link.acknowledge(frame.head().key());
    agent.answered(clock.instant(), false);
  }

  private Optional<Refusal> validate(AgentHandle agent, AgentLink link, Frame frame, Instant now) {
    Optional<Refusal> refusal = BatchRules.check(frame.head(), frame.bytes(), now);
    if (refusal.isPresent()) {
      return refusal;
    }
    return switch (frame.subjects()) {
      case Frame.Skimmed.Malformed(String message) ->
          Optional.of(new Refusal(Refusal.Reason.INVALID_BATCH, message));
      case Frame.Skimmed.Systems(Set<String> systems, long dictionary, _) ->
          checkSubjects(agent, link, frame, systems, dictionary);
    };
  }

  private Optional<Refusal> checkSubjects(
      AgentHandle agent, AgentLink link, Frame frame, Set<String> own, long dictionary) {
    if (dictionary == 0) {
      return checkSubjects(agent, link, own);
    }
    var batch = new BatchKey(frame.head().key().boot(), dictionary);
    Optional<Set<String>> inherited =
        patience.until(
            "journal",
            link::isOpen,
            () -> dictionaries.systems(agent.agent(), frame.head().hour(), batch));
    if (inherited.isEmpty()) {
      return Optional.of(
          new Refusal(
              Refusal.Reason.INVALID_BATCH,
              "batch "
                  + batch
                  + ", whose series it uses, is not in the same hour of the journal: name the series"));
    }
    var all = new HashSet<>(own);
    all.addAll(inherited.get());
    return checkSubjects(agent, link, all);
  }

  private Optional<Refusal> checkSubjects(AgentHandle agent, AgentLink link, Set<String> systems) {
    String name = agent.agent();
    SubjectSet seen = patience.until("inventory", link::isOpen, () -> subjects.of(name)).admitted();
    if (seen.systems().containsAll(systems)) {
      return Optional.empty();
    }
    SubjectSet set =
        patience.until("inventory", link::isOpen, () -> subjects.again(name, seen)).admitted();
    if (set.systems().containsAll(systems)) {
      return Optional.empty();
    }
    Set<String> foreign = new TreeSet<>(systems);
    foreign.removeAll(set.systems());
    return Optional.of(
        new Refusal(
            Refusal.Reason.SUBJECT_NOT_ALLOWED,
            name
                + " may not report for "
                + foreign
                + "; it may for "
                + new TreeSet<>(set.systems())));
  }

  private void refuseReused(AgentHandle agent, AgentLink link, Frame frame, Instant now) {
    BatchKey key = frame.head().key();
    var refusal =
        new Refusal(
            Refusal.Reason.SEQ_REUSED,
            "batch " + key + " was sent before with other content; a seq is never used twice");
    var row =
        new JournalRow(
            agent.agent(), frame.head(), frame.header(), frame.content(), sha256(frame), now, "");
    log.atError()
        .addKeyValue("agent", agent.agent())
        .addKeyValue("batch", key)
        .log("a seq was used twice");
    keepAside(agent, link, row, refusal, now);
    agent.reused(key);
    refuse(agent, link, key, refusal);
  }

  /// Puts what is refused where people find it: the quarantine has the bytes, the timeline the
  /// news.
  private void keepAside(
      AgentHandle agent, AgentLink link, JournalRow row, Refusal refusal, Instant now) {
    BatchKey key = row.head().key();
    var entry = QuarantineEntry.of(row, "", refusal.reason().name(), refusal.message(), now);
    String id = ResourceName.parse(agent.agent()).id();
    var event =
        TimelineEvent.ofAgent(
            id + "-" + key + "-" + refusal.reason().name(),
            agent.system(),
            agent.agent(),
            now,
            "batch " + key + " was refused: " + refusal.text(),
            "warning");
    patience.until(
        "quarantine",
        link::isOpen,
        () -> {
          quarantine.put(entry);
          timeline.append(List.of(event));
          return true;
        });
  }

  private void refuse(AgentHandle agent, AgentLink link, BatchKey key, Refusal refusal) {
    link.refuse(key, refusal);
    agent.answered(clock.instant(), true);
    progress.refused();
  }

  /// @param names see [Frame#names]
  private void append(AgentHandle agent, AgentLink link, JournalRow row, ByteBuffer names) {
    long hour = row.head().hour();
    boolean isNoted = agent.recent().isNoted(hour, names);
    patience.until(
        "journal",
        link::isOpen,
        () -> {
          if (isNoted) {
            journal.append(row);
          } else {
            journal.appendNoted(row, names.hasRemaining());
          }
          return true;
        });
    if (!isNoted) {
      agent.recent().noted(hour, names);
    }
    Failpoint.at("afterJournalBeforeOpenHour");
    open(link, row.agent(), row.head().hour());
  }

  private void open(AgentLink link, String agent, long hour) {
    patience.until(
        "open hours",
        link::isOpen,
        () -> {
          hours.wrote(agent, hour);
          return true;
        });
  }

  private static ByteBuffer sha256(Frame frame) {
    return JournalRow.sha256(frame.header(), frame.content());
  }
}
