package io.aramaki.inventory.domain.agent;

import io.aramaki.inventory.domain.AgentId;
import io.aramaki.inventory.domain.agent.Revocation.RevokedAgent;
import io.aramaki.inventory.domain.agent.Revocation.RevokedCertificate;
import io.aramaki.inventory.domain.agent.Revocation.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The revocation log as this instance knows it, kept fresh by [#refresh]; watchers wait for news.
public final class Revocations {
  private static final int PAGE = 1000;

  private final RevocationStore store;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final List<Revocation> log = new ArrayList<>();
  private final Map<Subject, Revocation> bySubject = new HashMap<>();

  public Revocations(RevocationStore store) {
    this.store = store;
  }

  /// Revokes an agent or certificate; a second time does nothing.
  public void revoke(Subject subject, Instant time, String reason, String actor) {
    do {
      refresh();
      if (contains(subject)) {
        return;
      }
    } while (!store.append(new Revocation(size() + 1, subject, time, reason, actor)));
    refresh();
  }

  /// Reads what other instances appended; to be called at least every second.
  public void refresh() {
    List<Revocation> more;
    do {
      more = store.after(size(), PAGE);
      add(more);
    } while (more.size() == PAGE);
  }

  /// Tells whether an agent is revoked as far as this instance knows.
  public boolean isRevoked(AgentId agent) {
    return contains(new RevokedAgent(agent));
  }

  /// Tells whether a certificate is revoked as far as this instance knows.
  public boolean isRevoked(String certificateSha256) {
    return contains(new RevokedCertificate(certificateSha256));
  }

  /// Answers how many entries are known.
  public long size() {
    lock.lock();
    try {
      return log.size();
    } finally {
      lock.unlock();
    }
  }

  /// Answers the known entries after a position.
  public List<Revocation> after(long seq) {
    lock.lock();
    try {
      return List.copyOf(log.subList((int) Math.min(seq, log.size()), log.size()));
    } finally {
      lock.unlock();
    }
  }

  /// Waits until there are entries after a position, or the time is over.
  public List<Revocation> await(long seq, long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (log.size() <= seq && left > 0) {
        left = news.awaitNanos(left);
      }
      return after(seq);
    } finally {
      lock.unlock();
    }
  }

  private boolean contains(Subject subject) {
    return find(subject).isPresent();
  }

  /// Answers how an agent or certificate was revoked, empty if it was not as far as known here.
  public Optional<Revocation> find(Subject subject) {
    lock.lock();
    try {
      return Optional.ofNullable(bySubject.get(subject));
    } finally {
      lock.unlock();
    }
  }

  private void add(List<Revocation> more) {
    lock.lock();
    try {
      for (Revocation revocation : more) {
        if (revocation.seq() == log.size() + 1L) {
          log.add(revocation);
          bySubject.putIfAbsent(revocation.subject(), revocation);
        }
      }
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
