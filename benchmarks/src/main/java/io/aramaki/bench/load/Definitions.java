package io.aramaki.bench.load;

import com.google.protobuf.InvalidProtocolBufferException;
import io.aramaki.monitoring.v1.Check;
import io.aramaki.monitoring.v1.CheckDefinitionSet;
import io.aramaki.type.v1.SignedDocument;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/// The check definitions that a simulated agent was shown. Results of others, or under older ones,
/// would count as of checks that were deleted while the result was on its way.
final class Definitions {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private Set<String> checks = Set.of();
  private long version;

  /// Takes a set unless it is older. Its signature is not looked at: nothing of it is executed.
  void take(SignedDocument signed) {
    lock.lock();
    try {
      var set = CheckDefinitionSet.parseFrom(signed.getDocument());
      if (set.getVersion() >= version) {
        version = set.getVersion();
        checks = set.getChecksList().stream().map(Check::getName).collect(Collectors.toSet());
        changed.signalAll();
      }
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("what was sent is no CheckDefinitionSet", e);
    } finally {
      lock.unlock();
    }
  }

  /// The version under which results are said to have run.
  long version() {
    lock.lock();
    try {
      return version;
    } finally {
      lock.unlock();
    }
  }

  /// Waits for the definitions of these checks.
  ///
  /// @return false if that took too long
  boolean await(Collection<String> wanted, Duration bound) throws InterruptedException {
    long left = bound.toNanos();
    lock.lockInterruptibly();
    try {
      while (!checks.containsAll(wanted) && left > 0) {
        left = changed.awaitNanos(left);
      }
      return checks.containsAll(wanted);
    } finally {
      lock.unlock();
    }
  }
}
