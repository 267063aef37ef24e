package io.aramaki.gateway.domain.live;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Spreads updates to those who subscribed. Nobody waits for anybody: a subscriber who does not
/// keep up is dropped, and finds out when it looks next.
public final class LiveUpdates {
  /// How many updates may wait for one subscriber.
  static final int WAITING_MAX = 256;

  private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();

  /// Begins to listen.
  ///
  /// @param wanted tells whether a system is of interest, and may be seen
  public Subscription subscribe(Predicate<String> wanted) {
    var subscription = new Subscription(wanted);
    subscriptions.add(subscription);
    return subscription;
  }

  /// Spreads an update.
  public void publish(Update update) {
    for (Subscription subscription : subscriptions) {
      if (subscription.wanted.test(update.system()) && !subscription.waiting.offer(update)) {
        drop(subscription);
      }
    }
  }

  /// Says that updates were lost on their way here, so that all must look anew.
  public void lost() {
    subscriptions.forEach(this::drop);
  }

  /// Answers how many listen.
  public int size() {
    return subscriptions.size();
  }

  private void drop(Subscription subscription) {
    subscriptions.remove(subscription);
    subscription.dropped = true;
  }

  /// One who listens.
  public final class Subscription implements AutoCloseable {
    private final Predicate<String> wanted;
    private final BlockingQueue<Update> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private volatile boolean dropped;

    private Subscription(Predicate<String> wanted) {
      this.wanted = wanted;
    }

    /// Answers the next update; empty if none comes within a time.
    public Optional<Update> next(Duration wait) throws InterruptedException {
      return Optional.ofNullable(waiting.poll(wait.toMillis(), TimeUnit.MILLISECONDS));
    }

    /// Tells whether updates were lost: the page must be read anew.
    public boolean isDropped() {
      return dropped;
    }

    @Override
    public void close() {
      subscriptions.remove(this);
    }
  }
}
