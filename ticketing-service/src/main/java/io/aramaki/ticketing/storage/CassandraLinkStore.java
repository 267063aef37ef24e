package io.aramaki.ticketing.storage;

import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.HybridClock;
import io.aramaki.kit.cassandra.LwtResult;
import io.aramaki.ticketing.domain.Link;
import io.aramaki.ticketing.domain.LinkKey;
import io.aramaki.ticketing.domain.LinkStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The ledger in Cassandra. Index rows are written before the link that needs them, so that a crash
/// leaves at most an index row too many, which the next reader finds harmless.
public final class CassandraLinkStore implements LinkStore {
  private final SelectLink select;
  private final InsertLink insert;
  private final UpdateLink update;
  private final LinkIndexes indexes;
  private final HybridClock clock;

  public CassandraLinkStore(Cql cql, HybridClock clock) {
    this.clock = clock;
    select = new SelectLink(cql);
    insert = new InsertLink(cql);
    update = new UpdateLink(cql);
    indexes = new LinkIndexes(cql);
  }

  @Override
  public Optional<Link> find(LinkKey key) {
    return select.find(key);
  }

  @Override
  public Optional<Link> findByTicket(String ticketId) {
    return indexes.find(ticketId).flatMap(select::find);
  }

  @Override
  public Link insert(Link link) {
    var first = link.withRevision(1);
    indexes.add(first);
    first.next().ifPresent(next -> indexes.due(first.key(), next, clock.nextMicros()));
    insert.insert(first, readBack(first));
    return select.find(first.key()).orElseThrow();
  }

  @Override
  public Optional<Link> replace(Link link) {
    var next = link.withRevision(link.revision() + 1);
    long before = clock.nextMicros();
    next.next().ifPresent(time -> indexes.due(next.key(), time, clock.nextMicros()));
    if (!update.update(next, link.revision(), readBack(next))) {
      return Optional.empty();
    }
    if (next.next().isEmpty()) {
      indexes.notDue(next.key(), before);
    }
    return Optional.of(next);
  }

  @Override
  public List<Link> due(Instant now, int limit) {
    return links(indexes.due(now, limit));
  }

  @Override
  public List<Link> open(String tracker, int limit) {
    return links(indexes.newest(limit)).stream()
        .filter(link -> link.key().tracker().equals(tracker))
        .filter(link ->
            link.state() instanceof Link.State.Linked
                || link.state() instanceof Link.State.Resolved)
        .toList();
  }

  @Override
  public List<Link> page(String after, int limit) {
    if (after.isEmpty()) {
      return links(indexes.newest(limit));
    }
    return findByTicket(after)
        .map(link -> links(indexes.after(after, link.create(), limit)))
        .orElse(List.of());
  }

  private List<Link> links(List<LinkKey> keys) {
    return keys.stream().map(select::find).flatMap(Optional::stream).toList();
  }

  /// Whether a write whose answer was lost happened. The whole link is compared: another writer may
  /// have made the same revision.
  private Supplier<LwtResult> readBack(Link written) {
    return () ->
        select.find(written.key()).filter(written::equals).isPresent()
            ? new LwtResult.Applied()
            : new LwtResult.Refused(null);
  }
}
