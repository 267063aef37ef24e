package io.aramaki.monitoring.domain.catalog;

import io.aramaki.monitoring.domain.MonitoringException.CheckExists;
import io.aramaki.monitoring.domain.MonitoringException.CheckNotFound;
import io.aramaki.monitoring.domain.MonitoringException.InvalidArgument;
import io.aramaki.monitoring.domain.MonitoringException.InvalidCheck;
import io.aramaki.monitoring.domain.MonitoringException.NotReady;
import io.aramaki.monitoring.domain.MonitoringException.StaleEtag;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// Changes the catalogue, and keeps the newest version in memory for those who evaluate results.
public final class Checks {
  private static final int TRIES_MAX = 8;

  private final CatalogStore store;
  private final Clock clock;
  private final Supplier<UUID> ids;
  private final Set<Runnable> listeners = new CopyOnWriteArraySet<>();
  private volatile Catalog current = Catalog.EMPTY;

  public Checks(CatalogStore store, Clock clock, Supplier<UUID> ids) {
    this.store = store;
    this.clock = clock;
    this.ids = ids;
  }

  /// The newest catalogue that this instance has read.
  public Catalog current() {
    return current;
  }

  /// Calls back whenever [#current] has become newer.
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /// Reads the catalogue again if it was changed, here or elsewhere.
  public Catalog refresh() {
    if (store.version() != current.version()) {
      adopt(store.load());
    }
    return current;
  }

  public CheckDefinition get(String name) {
    return refresh().find(name).orElseThrow(() -> new CheckNotFound(name));
  }

  /// Lists checks by name.
  ///
  /// @param after the name after which to begin; empty for the first
  /// @param filter which ones
  public List<CheckDefinition> list(String after, Predicate<CheckDefinition> filter, int limit) {
    return refresh().checks().tailMap(after, false).values().stream()
        .filter(filter)
        .limit(limit)
        .toList();
  }

  /// Creates a check.
  ///
  /// @param requestId names the request: a second one with the same name returns the first answer;
  ///   empty if it has no name
  public CheckDefinition create(CheckDefinition wanted, String requestId) {
    for (int tries = 0; tries < TRIES_MAX; tries++) {
      Catalog catalog = store.load();
      if (!requestId.isEmpty()) {
        Optional<CheckDefinition> made = store.madeBy(requestId).flatMap(catalog::find);
        if (made.isPresent()) {
          return firstAnswer(made.get(), wanted);
        }
      }
      if (catalog.find(wanted.name()).isPresent()) {
        throw new CheckExists(wanted.name());
      }
      Instant now = clock.instant();
      CheckDefinition check = wanted.stamped(now, now, ids.get().toString());
      if (store.put(catalog.version(), check, requestId)) {
        adopt(store.load());
        return check;
      }
    }
    throw busy();
  }

  /// Rights were checked over the system that is wanted now, so nothing else may be shown.
  private static CheckDefinition firstAnswer(CheckDefinition made, CheckDefinition wanted) {
    if (!made.name().equals(wanted.name()) || !made.system().equals(wanted.system())) {
      throw new InvalidArgument(
          "request_id was used to create another check: choose a new UUID for each creation");
    }
    return made;
  }

  /// Changes a check.
  ///
  /// @param etag the one that the caller knows; empty to overwrite whatever there is
  /// @param change makes the new definition of the old one
  public CheckDefinition update(String name, String etag, UnaryOperator<CheckDefinition> change) {
    for (int tries = 0; tries < TRIES_MAX; tries++) {
      Catalog catalog = store.load();
      CheckDefinition before = existing(catalog, name, etag);
      CheckDefinition wanted = change.apply(before);
      if (!wanted.system().equals(before.system())) {
        throw new InvalidCheck(
            "system must stay "
                + before.system()
                + ": create another check for "
                + wanted.system());
      }
      CheckDefinition check =
          wanted.stamped(before.createTime(), clock.instant(), ids.get().toString());
      if (store.put(catalog.version(), check, "")) {
        adopt(store.load());
        return check;
      }
    }
    throw busy();
  }

  /// Deletes a check.
  ///
  /// @param etag the one that the caller knows; empty to delete whatever there is
  public void delete(String name, String etag) {
    for (int tries = 0; tries < TRIES_MAX; tries++) {
      Catalog catalog = store.load();
      existing(catalog, name, etag);
      if (store.remove(catalog.version(), name)) {
        adopt(store.load());
        return;
      }
    }
    throw busy();
  }

  private static CheckDefinition existing(Catalog catalog, String name, String etag) {
    CheckDefinition check = catalog.find(name).orElseThrow(() -> new CheckNotFound(name));
    if (!etag.isEmpty() && !etag.equals(check.etag())) {
      throw new StaleEtag(name, etag, check.etag());
    }
    return check;
  }

  private void adopt(Catalog loaded) {
    boolean newer;
    synchronized (this) {
      newer = loaded.version() > current.version();
      if (newer) {
        current = loaded;
      }
    }
    if (newer) {
      listeners.forEach(Runnable::run);
    }
  }

  private static NotReady busy() {
    return new NotReady("the catalogue was changed by others " + TRIES_MAX + " times; try again");
  }
}
