package io.aramaki.kit.app;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Owns what an application has opened, and closes it in the opposite order within a bound.
///
/// Each resource may take half of the time that is left, so one that hangs costs time but not the
/// orderly end of those below it. A resource that fails or hangs is logged and passed over. Closing
/// again does nothing but wait for the first call to end.
public final class Closer implements AutoCloseable {
  /// How long closing everything takes at most, unless said otherwise.
  public static final Duration BOUND = Duration.ofSeconds(20);

  private static final Logger log = LoggerFactory.getLogger(Closer.class);

  /// A resource that closes its own closer must not wait for itself.
  private static final ScopedValue<Closer> CLOSING_FOR = ScopedValue.newInstance();

  private record Owned(String name, AutoCloseable resource) {}

  private final Duration bound;
  private final Deque<Owned> owned = new ArrayDeque<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private boolean closing;

  public Closer() {
    this(BOUND);
  }

  public Closer(Duration bound) {
    this.bound = bound;
  }

  /// Takes ownership of a resource.
  ///
  /// @param name what the log calls it
  /// @return the resource
  /// @throws IllegalStateException if closing has begun; the resource is closed then
  public <T extends AutoCloseable> T add(String name, T resource) {
    boolean late;
    synchronized (owned) {
      late = closing;
      if (!late) {
        owned.push(new Owned(name, resource));
      }
    }
    if (late) {
      closeWithin(new Owned(name, resource), bound.toNanos() / 2);
      throw new IllegalStateException("\"" + name + "\" was opened while everything is closed");
    }
    return resource;
  }

  /// Closes all, the last one first, and returns within the bound. Never throws.
  @Override
  public void close() {
    boolean first;
    synchronized (owned) {
      first = !closing;
      closing = true;
    }
    if (!first) {
      awaitFirstCall();
      return;
    }
    try {
      closeAll();
    } finally {
      closed.countDown();
    }
  }

  private void closeAll() {
    long deadline = System.nanoTime() + bound.toNanos();
    for (Owned next = pop(); next != null; next = pop()) {
      closeWithin(next, (deadline - System.nanoTime()) / 2);
    }
  }

  private @Nullable Owned pop() {
    synchronized (owned) {
      return owned.poll();
    }
  }

  private void awaitFirstCall() {
    if (CLOSING_FOR.isBound() && CLOSING_FOR.get() == this) {
      return;
    }
    try {
      boolean _ = closed.await(bound.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeWithin(Owned item, long nanos) {
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name("close-" + item.name)
            .start(() -> ScopedValue.where(CLOSING_FOR, this).run(() -> closeNow(item)));
    if (!ended(thread, Math.max(nanos, 1))) {
      thread.interrupt();
      log.atWarn()
          .addKeyValue("resource", item.name)
          .addKeyValue("waited_ms", TimeUnit.NANOSECONDS.toMillis(nanos))
          .log("resource does not close; going on without it");
    }
  }

  /// Waits even if the caller is interrupted: what is owned must end in order all the same.
  private static boolean ended(Thread thread, long nanos) {
    long deadline = System.nanoTime() + nanos;
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return thread.join(Duration.ofNanos(Math.max(deadline - System.nanoTime(), 1)));
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void closeNow(Owned item) {
    try {
      item.resource.close();
      log.atDebug().addKeyValue("resource", item.name).log("closed");
    } catch (Exception e) {
      log.atWarn().addKeyValue("resource", item.name).setCause(e).log("resource failed to close");
    }
  }
}
