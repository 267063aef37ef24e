package io.aramaki.monitoring.domain.agent;

import io.aramaki.kit.name.ResourceName;
import io.aramaki.monitoring.domain.catalog.Catalog;
import io.aramaki.monitoring.domain.catalog.CheckDefinition;
import io.aramaki.monitoring.domain.check.CheckMachine;
import io.aramaki.monitoring.domain.check.CheckPolicy;
import io.aramaki.monitoring.domain.check.CheckRecord;
import io.aramaki.monitoring.domain.check.CheckResult;
import io.aramaki.monitoring.domain.check.StateChange;
import io.aramaki.monitoring.domain.check.Status;
import io.aramaki.monitoring.domain.check.Step;
import io.aramaki.monitoring.domain.keepalive.Keepalive;
import io.aramaki.monitoring.domain.keepalive.KeepaliveRules;
import io.aramaki.monitoring.domain.observation.Goodbye;
import io.aramaki.monitoring.domain.observation.Observations;
import io.aramaki.monitoring.domain.observation.Observations.Rejected;
import io.aramaki.monitoring.domain.sequence.BatchHead;
import io.aramaki.monitoring.domain.sequence.BatchKey;
import io.aramaki.monitoring.domain.sequence.Gap;
import io.aramaki.monitoring.domain.sequence.Position;
import io.aramaki.monitoring.domain.sequence.Sequence;
import io.aramaki.monitoring.domain.subject.SubjectSet;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/// One agent as its owner knows it. Changed by one thread only; its checks may be read by others.
///
/// What time it is and which definitions are in force come in as arguments; what must become
/// durable goes out as [Effects]. The same inputs in the same order give the same effects.
public final class AgentBook {
  private final String agent;
  private final String keepaliveCheck;
  private final String sequenceCheck;
  private final KeepaliveRules rules;
  private final Sequence sequence;
  private final ConcurrentSkipListMap<String, CheckRecord> checks = new ConcurrentSkipListMap<>();
  private final AgentNotices notices;
  private final Set<String> dirty = new HashSet<>();
  private volatile SubjectSet subjects;
  private volatile Keepalive keepalive;
  private String gateway;
  private boolean masked;
  private Instant ttlsWaitUntil = Instant.MIN;

  public AgentBook(AgentState state, Map<String, CheckRecord> records, KeepaliveRules rules) {
    this.agent = state.agent();
    this.rules = rules;
    String checksOf = "orgs/" + ResourceName.parse(agent).org() + "/checks/";
    this.keepaliveCheck = checksOf + "keepalive";
    this.sequenceCheck = checksOf + "sequence";
    this.sequence = new Sequence(state.sequence());
    this.keepalive = state.keepalive();
    this.subjects = state.subjects();
    this.gateway = state.gateway();
    this.notices = new AgentNotices(agent);
    checks.putAll(records);
    @Nullable CheckRecord record = checks.get(keepaliveCheck);
    // An agent that was stopped may be back before the first tick, which must then excuse the ttls.
    masked = keepalive.saidGoodbye() || (record != null && record.status().isProblem());
  }

  public String agent() {
    return agent;
  }

  public String system() {
    return subjects.system();
  }

  public Sequence sequence() {
    return sequence;
  }

  public Keepalive keepalive() {
    return keepalive;
  }

  /// The records of its checks by name, the keepalive among them.
  public Map<String, CheckRecord> checks() {
    return Collections.unmodifiableMap(checks);
  }

  public AgentState state() {
    return new AgentState(agent, sequence.snapshot(), keepalive, subjects, gateway);
  }

  /// The checks whose records are newer than what is durable; the answer is cleared.
  public Set<String> drainDirty() {
    Set<String> all = Set.copyOf(dirty);
    dirty.clear();
    return all;
  }

  public void know(SubjectSet set) {
    if (set.isKnown()) {
      subjects = set;
    }
  }

  /// Applies a batch whose turn it is.
  public Effects apply(
      BatchHead head,
      Observations content,
      Instant received,
      Instant now,
      Catalog catalog,
      Tracing tracing) {
    var effects = new Effects();
    if (head.key().seq() == 1) {
      newBoot(head, received, now, tracing, effects);
    }
    int index = 0;
    for (CheckResult result : content.results()) {
      index++;
      evaluate(result, sequence.position(head, index), received, now, catalog, tracing, effects);
    }
    notices.observed(head, content.events()).forEach(effects::event);
    applyGoodbye(head, content.goodbye(), received, effects);
    content.rejected().forEach(effects::reject);
    sequence.applied(head);
    drainGaps(now, effects);
    return effects;
  }

  /// Applies a batch that was refused: only its seq counts.
  public Effects skip(BatchHead head, Instant now) {
    var effects = new Effects();
    sequence.applied(head);
    drainGaps(now, effects);
    return effects;
  }

  /// A batch came whose seq was used before for another one: the agent's state was copied, or an
  /// old one was restored. Somebody must look, because what it sends from here on may be refused,
  /// too; it is over when a new boot of the agent begins.
  public Effects reused(BatchKey key, Instant now, Tracing tracing) {
    var effects = new Effects();
    judge(sequenceCheck, Status.CRITICAL, notices.usedTwice(key), now, tracing, effects);
    return effects;
  }

  private void judge(
      String check, Status status, String output, Instant now, Tracing tracing, Effects effects) {
    CheckRecord before = checks.getOrDefault(check, CheckRecord.unknown(subjects.system()));
    Step step = CheckMachine.judge(before, status, output, now);
    take(check, step, CheckPolicy.AT_ONCE, "", now, tracing, effects);
  }

  private void newBoot(
      BatchHead head, Instant received, Instant now, Tracing tracing, Effects effects) {
    @Nullable CheckRecord before = checks.get(sequenceCheck);
    if (before != null && before.status().isProblem() && received.isAfter(before.changeTime())) {
      String output = "boot " + Long.toHexString(head.key().boot()) + " has begun";
      judge(sequenceCheck, Status.OK, output, now, tracing, effects);
    }
  }

  /// Something was heard of the agent, and everything that it knows to be durable was applied.
  public Effects heard(Instant now, Tracing tracing) {
    keepalive = keepalive.heard(now);
    var effects = new Effects();
    judge(now, tracing, effects);
    return effects;
  }

  /// The journal says that something was heard of the agent then.
  public void keepaliveHeard(Instant then) {
    keepalive = keepalive.heard(then);
  }

  /// A session was opened: after a goodbye the agent is back.
  ///
  /// @param through the gateway that vouches for it
  public Effects opened(String through) {
    var effects = new Effects();
    if (!through.equals(gateway)) {
      gateway = through;
      effects.persistAgent();
    }
    if (keepalive.saidGoodbye()) {
      keepalive = keepalive.resumed();
      effects.persistAgent();
    }
    return effects;
  }

  /// Its stream was cut, or its owner is new.
  public void excuse(Instant now) {
    keepalive = keepalive.excused(rules, now);
  }

  /// Its owner could not look until now, so silence proves nothing. The agent is excused, and a ttl
  /// that became due meanwhile waits as long for a result that is on its way; it is not armed anew.
  public void blind(Instant now) {
    excuse(now);
    ttlsWaitUntil = now.plus(rules.grace());
  }

  /// Lets time pass: the keepalive first, then the ttls that it does not mask.
  public Effects tick(Instant now, Catalog catalog, Tracing tracing) {
    var effects = new Effects();
    judge(now, tracing, effects);
    boolean failing =
        checks.getOrDefault(keepaliveCheck, CheckRecord.unknown("")).status().isProblem();
    boolean mask = failing || keepalive.isStopped(now);
    if (masked && !mask) {
      excuseTtls(now, catalog, effects);
    }
    masked = mask;
    expireTtls(now, catalog, tracing, effects);
    return effects;
  }

  /// Follows changed definitions: ttls change, checks that are gone are closed.
  public Effects retune(Catalog catalog, Instant now) {
    var effects = new Effects();
    for (Map.Entry<String, CheckRecord> entry : checks.entrySet()) {
      String check = entry.getKey();
      if (check.equals(keepaliveCheck) || check.equals(sequenceCheck) || !subjects.isKnown()) {
        continue;
      }
      @Nullable CheckDefinition definition = catalog.find(check).orElse(null);
      if (definition == null || !definition.isRunBy(agent, subjects.system())) {
        close(check, entry.getValue(), now, effects);
      } else {
        take(
            check,
            CheckMachine.retune(definition.policy(), entry.getValue()),
            definition.policy(),
            "",
            now,
            Tracing.NONE,
            effects);
      }
    }
    return effects;
  }

  private void judge(Instant now, Tracing tracing, Effects effects) {
    CheckRecord before =
        checks.getOrDefault(keepaliveCheck, CheckRecord.unknown(subjects.system()));
    Status status = keepalive.judge(rules, before.status(), now);
    if (status == before.status()) {
      return;
    }
    Step step = CheckMachine.judge(before, status, keepaliveOutput(status, now), now);
    // Agents that are lost together with one gateway can be told of together.
    CheckPolicy policy =
        gateway.isEmpty()
            ? CheckPolicy.AT_ONCE
            : CheckPolicy.AT_ONCE.withLabels(Map.of("gateway", gateway));
    take(keepaliveCheck, step, policy, "", now, tracing, effects);
    effects.persistAgent();
  }

  private String keepaliveOutput(Status status, Instant now) {
    String id = ResourceName.parse(agent).id();
    if (status.isProblem()) {
      return "nothing heard of agent " + id + " for " + keepalive.silence(now).toSeconds() + " s";
    }
    return "agent " + id + (keepalive.isStopped(now) ? " was stopped on purpose" : " is alive");
  }

  private void excuseTtls(Instant now, Catalog catalog, Effects effects) {
    checks.replaceAll((check, record) -> {
      if (catalog.find(check).map(CheckDefinition::ttlWhileAway).orElse(false)) {
        return record;
      }
      Step step = CheckMachine.excuse(record, now);
      if (!step.after().equals(step.before())) {
        effects.persist(check);
      }
      return step.after();
    });
  }

  private void expireTtls(Instant now, Catalog catalog, Tracing tracing, Effects effects) {
    if (now.isBefore(ttlsWaitUntil)) {
      return;
    }
    for (Map.Entry<String, CheckRecord> entry : checks.entrySet()) {
      if (entry.getValue().ttl().isDue(now)) {
        @Nullable CheckDefinition definition = catalog.find(entry.getKey()).orElse(null);
        if (definition != null && (!masked || definition.ttlWhileAway())) {
          CheckPolicy policy = definition.policy();
          Step step = CheckMachine.expire(policy, entry.getValue(), now);
          take(entry.getKey(), step, policy, "", now, tracing, effects);
        }
      }
    }
  }

  private void evaluate(
      CheckResult result,
      Position at,
      Instant received,
      Instant now,
      Catalog catalog,
      Tracing tracing,
      Effects effects) {
    String item = "results[" + (at.index() - 1) + "]";
    @Nullable CheckDefinition definition = catalog.find(result.check()).orElse(null);
    if (definition == null) {
      if (result.definitionVersion() >= catalog.version()) {
        effects.reject(new Rejected(item, "UNKNOWN_CHECK", "there is no check " + result.check()));
      } // Else it was deleted while the result was on its way.
      return;
    }
    if (!definition.system().equals(result.system())) {
      effects.reject(
          new Rejected(
              item,
              "WRONG_SYSTEM",
              result.check() + " is of " + definition.system() + ", not " + result.system()));
      return;
    }
    if (!definition.isRunBy(agent, subjects.system())) {
      if (result.definitionVersion() >= catalog.version()) {
        effects.reject(
            new Rejected(item, "WRONG_AGENT", result.check() + " is not run by " + agent));
      }
      return;
    }
    CheckRecord before = checks.getOrDefault(result.check(), CheckRecord.unknown(result.system()));
    Step step = CheckMachine.result(definition.policy(), before, result, at, received, now);
    String parent = step.after().equals(before) ? "" : tracing.evaluated(agent, result);
    take(result.check(), step, definition.policy(), parent, now, tracing, effects);
  }

  private void take(
      String check,
      Step step,
      CheckPolicy policy,
      String parent,
      Instant now,
      Tracing tracing,
      Effects effects) {
    if (step.after().equals(step.before())) {
      return;
    }
    checks.put(check, step.after());
    dirty.add(check);
    if (step.changed()) {
      StateChange change = StateChange.of(agent, check, step, policy, parent, now);
      effects.change(check, change.under(tracing.changed(parent, change)));
    } else if (step.mustPersist()) {
      effects.persist(check);
    }
  }

  private void close(String check, CheckRecord record, Instant now, Effects effects) {
    if (record.status().isProblem()) {
      judge(check, Status.OK, "the check was removed", now, Tracing.NONE, effects);
    }
    checks.remove(check);
    dirty.remove(check);
    effects.remove(check);
  }

  private void applyGoodbye(
      BatchHead head, @Nullable Goodbye goodbye, Instant received, Effects effects) {
    if (goodbye == null) {
      if (keepalive.saidGoodbye()) {
        keepalive = keepalive.resumed();
        effects.persistAgent();
      }
      return;
    }
    keepalive = keepalive.stopped(received, goodbye.expectedAbsence());
    effects.persistAgent();
    if (subjects.isKnown()) {
      effects.event(notices.stopped(head, goodbye, subjects.system(), received));
    }
  }

  private void drainGaps(Instant now, Effects effects) {
    List<Gap> gaps = subjects.isKnown() ? sequence.drainPassedGaps() : List.of();
    for (Gap gap : gaps) {
      effects.event(notices.lost(gap, subjects.system(), now));
    }
  }
}
