package io.aramaki.kit.cassandra.audit;

import io.aramaki.kit.cassandra.StorageUnavailable;
import io.aramaki.kit.security.audit.AuditChain;
import io.aramaki.kit.security.audit.AuditEntry;
import io.aramaki.kit.security.audit.AuditLog;
import io.aramaki.kit.security.audit.ChainedEntry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One audit chain in Cassandra.
///
/// An append is a lightweight transaction and takes some milliseconds; entries that come in
/// meanwhile are appended together by the next one. If an append fails without an answer, the next
/// one first finds out whether its entries are there: then the chain has entries of changes that
/// never happened, which is what "asked for" means. Several processes may append to one chain;
/// whoever finds a position taken goes on behind it.
public final class CassandraAuditLog implements AuditLog {
  /// Entries in one transaction. An entry has a few kilobytes at most.
  private static final int TOGETHER_MAX = 64;

  /// Entries that wait; one more is refused, and with it the change it announces.
  private static final int WAITING_MAX = 1_024;

  /// How often an append may find its position taken by another process before it gives up.
  private static final int CONFLICTS_MAX = 20;

  private final AuditRows rows;
  private final String chain;
  private final Clock clock;
  private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(WAITING_MAX);
  private final ReentrantLock writer = new ReentrantLock();
  private volatile AuditChain.Head head;
  private boolean uncertain;

  private static final class Waiting {
    private final AuditEntry entry;
    private volatile @Nullable ChainedEntry written;
    private volatile @Nullable RuntimeException failure;

    Waiting(AuditEntry entry) {
      this.entry = entry;
    }

    boolean done() {
      return written != null || failure != null;
    }
  }

  private CassandraAuditLog(AuditRows rows, String chain, Clock clock) {
    this.rows = rows;
    this.chain = chain;
    this.clock = clock;
    this.head = rows.head(chain);
  }

  /// Continues a chain, or begins it.
  ///
  /// @param chain `{service}/{instance}/{boot}`, or `organisation`
  public static CassandraAuditLog open(AuditRows rows, String chain, Clock clock) {
    return new CassandraAuditLog(rows, chain, clock);
  }

  @Override
  public ChainedEntry append(AuditEntry entry) {
    var waiting = new Waiting(entry);
    if (!queue.offer(waiting)) {
      throw new StorageUnavailable(
          "the audit log is " + WAITING_MAX + " entries behind; the change is refused",
          false,
          null);
    }
    writer.lock();
    try {
      while (!waiting.done()) {
        writeNext();
      }
    } finally {
      writer.unlock();
    }
    var written = waiting.written;
    if (written != null) {
      return written;
    }
    var failure = waiting.failure;
    throw failure != null
        ? failure
        : new IllegalStateException("an entry was neither written nor refused");
  }

  @Override
  public AuditChain.Head head() {
    return head;
  }

  private void writeNext() {
    var group = new ArrayList<Waiting>();
    queue.drainTo(group, TOGETHER_MAX);
    try {
      var entries = write(group);
      for (int i = 0; i < group.size(); i++) {
        group.get(i).written = entries.get(i);
      }
    } catch (RuntimeException e) {
      group.forEach(waiting -> waiting.failure = e);
    }
  }

  /// An append whose answer was lost may still be carried out behind the read that did not find it.
  /// So the same entries are tried again while their position is free, and looked for again when it
  /// is taken.
  private List<ChainedEntry> write(List<Waiting> group) {
    List<ChainedEntry> tried = List.of();
    for (int conflicts = 0; conflicts < CONFLICTS_MAX; conflicts++) {
      if (uncertain) {
        head = rows.head(chain);
        uncertain = false;
      }
      if (!tried.isEmpty() && !follows(tried.getFirst()) && isThere(tried.getFirst())) {
        uncertain = true;
        return tried;
      }
      if (tried.isEmpty() || !follows(tried.getFirst())) {
        tried = chained(group);
      }
      if (appended(tried)) {
        head = tried.getLast().head();
        return tried;
      }
      uncertain = true;
    }
    throw new StorageUnavailable(
        "other processes took every position of chain " + chain + " that was tried", false, null);
  }

  private boolean follows(ChainedEntry entry) {
    return entry.seq() == head.seq() + 1 && entry.previousHash().equals(head.hash());
  }

  private boolean isThere(ChainedEntry entry) {
    return rows.at(chain, entry.seq()).filter(entry::equals).isPresent();
  }

  private List<ChainedEntry> chained(List<Waiting> group) {
    var entries = new ArrayList<ChainedEntry>();
    var last = head;
    for (var waiting : group) {
      var entry = AuditChain.next(last, waiting.entry, clock);
      entries.add(entry);
      last = entry.head();
    }
    return entries;
  }

  /// Sends the entries; where the answer is lost or a refusal could be our own doing, looks whether
  /// the first is there: all are, then.
  private boolean appended(List<ChainedEntry> entries) {
    var first = entries.getFirst();
    uncertain = true;
    try {
      if (rows.append(entries)) {
        uncertain = false;
        return true;
      }
    } catch (StorageUnavailable e) {
      if (!e.outcomeUnknown()) {
        throw e;
      }
    }
    boolean ours = isThere(first);
    uncertain = !ours;
    return ours;
  }
}
