package io.aramaki.ticketing.domain;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The ledger in memory.
public final class MemoryLinkStore implements LinkStore {
  private static final Comparator<Link> NEWEST =
      Comparator.comparing(Link::create).thenComparing(link -> link.key().ticketId()).reversed();

  private final TreeMap<LinkKey, Link> links =
      new TreeMap<>(
          Comparator.comparing(LinkKey::tracker)
              .thenComparing(LinkKey::dedupeKey)
              .thenComparingLong(LinkKey::episode));

  @Override
  public synchronized Optional<Link> find(LinkKey key) {
    return Optional.ofNullable(links.get(key));
  }

  @Override
  public synchronized Optional<Link> before(LinkKey key) {
    return Optional.ofNullable(links.lowerEntry(key))
        .map(entry -> entry.getValue())
        .filter(link -> sameProblem(link, key));
  }

  @Override
  public synchronized Optional<Link> after(LinkKey key) {
    return Optional.ofNullable(links.higherEntry(key))
        .map(entry -> entry.getValue())
        .filter(link -> sameProblem(link, key));
  }

  @Override
  public synchronized Optional<Link> findByTicket(String ticketId) {
    return all().filter(link -> link.key().ticketId().equals(ticketId)).findFirst();
  }

  @Override
  public synchronized Link insert(Link link) {
    links.putIfAbsent(link.key(), link.withRevision(1));
    return find(link.key()).orElseThrow();
  }

  @Override
  public synchronized Optional<Link> replace(Link link) {
    var standing = links.get(link.key());
    if (standing == null || standing.revision() != link.revision()) {
      return Optional.empty();
    }
    var next = link.withRevision(link.revision() + 1);
    links.put(link.key(), next);
    return Optional.of(next);
  }

  @Override
  public synchronized List<Link> due(String tracker, Instant now, int limit) {
    return all()
        .filter(link -> link.key().tracker().equals(tracker))
        .filter(link -> link.next().filter(next -> !next.isAfter(now)).isPresent())
        .sorted(Comparator.comparing(link -> link.next().orElseThrow()))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized List<Link> untold(String after, int limit) {
    return all()
        .filter(link -> !link.untold().isEmpty())
        .filter(link -> link.key().ticketId().compareTo(after) > 0)
        .sorted(Comparator.comparing(link -> link.key().ticketId()))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized List<Link> page(Listing listing, String after, int limit) {
    var sorted = all().sorted(NEWEST).toList();
    int from = 0;
    for (int i = 0; i < sorted.size() && !after.isEmpty(); i++) {
      if (sorted.get(i).key().ticketId().equals(after)) {
        from = i + 1;
      }
    }
    return sorted.stream().skip(from).filter(listing::has).limit(limit).toList();
  }

  @Override
  public void list(Link link) {
    // Everything is found by looking at all
  }

  private Stream<Link> all() {
    return List.copyOf(links.values()).stream();
  }

  private static boolean sameProblem(Link link, LinkKey key) {
    return link.key().tracker().equals(key.tracker())
        && link.key().dedupeKey().equals(key.dedupeKey());
  }
}
