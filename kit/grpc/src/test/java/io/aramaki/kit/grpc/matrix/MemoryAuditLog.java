package io.aramaki.kit.grpc.matrix;

import io.aramaki.kit.app.Unavailable;
import io.aramaki.kit.security.audit.AuditChain;
import io.aramaki.kit.security.audit.AuditEntry;
import io.aramaki.kit.security.audit.AuditLog;
import io.aramaki.kit.security.audit.ChainedEntry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/// An audit log that a test can read, and break.
public final class MemoryAuditLog implements AuditLog {
  private final Clock clock;
  private final List<ChainedEntry> entries = new ArrayList<>();
  private AuditChain.Head head = AuditChain.Head.ofEmpty("test/1/1");
  private boolean broken;

  public MemoryAuditLog(Clock clock) {
    this.clock = clock;
  }

  /// The log is broken at the moment.
  public static final class Broken extends RuntimeException implements Unavailable {
    private static final long serialVersionUID = 1L;

    Broken() {
      super("the audit log is broken by the test");
    }
  }

  /// Lets every append fail from now on, or no more.
  public synchronized void broken(boolean now) {
    broken = now;
  }

  /// Answers what was recorded, oldest first.
  public synchronized List<AuditEntry> entries() {
    return entries.stream().map(ChainedEntry::entry).toList();
  }

  @Override
  public synchronized ChainedEntry append(AuditEntry entry) {
    if (broken) {
      throw new Broken();
    }
    ChainedEntry chained = AuditChain.next(head, entry, clock);
    entries.add(chained);
    head = chained.head();
    return chained;
  }

  @Override
  public synchronized AuditChain.Head head() {
    return head;
  }
}
