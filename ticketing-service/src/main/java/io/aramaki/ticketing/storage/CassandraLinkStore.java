package io.aramaki.ticketing.storage;

import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.StorageUnavailable;
import io.aramaki.ticketing.domain.Link;
import io.aramaki.ticketing.domain.LinkKey;
import io.aramaki.ticketing.domain.LinkStore;
import io.aramaki.ticketing.domain.LinkStore.Listing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/// The ledger in Cassandra. Index rows are written before the link that needs them, so that a crash
/// leaves at most an index row too many, which the next reader finds harmless.
public final class CassandraLinkStore implements LinkStore {
  private final SelectLink select;
  private final InsertLink insert;
  private final UpdateLink update;
  private final LinkIndexes indexes;
  private final OpenLinks open;
  private final LinkDues dues;
  private final LinkUntold hints;
  private final Supplier<UUID> ids;

  /// @param ids tell writes apart
  public CassandraLinkStore(Cql cql, Supplier<UUID> ids) {
    this.ids = ids;
    select = new SelectLink(cql);
    insert = new InsertLink(cql);
    update = new UpdateLink(cql);
    indexes = new LinkIndexes(cql);
    open = new OpenLinks(cql);
    dues = new LinkDues(cql);
    hints = new LinkUntold(cql);
  }

  @Override
  public Optional<Link> find(LinkKey key) {
    return select.find(key);
  }

  @Override
  public Optional<Link> before(LinkKey key) {
    return select.before(key);
  }

  @Override
  public Optional<Link> after(LinkKey key) {
    return select.after(key);
  }

  @Override
  public Optional<Link> findByTicket(String ticketId) {
    return indexes.find(ticketId).flatMap(select::find);
  }

  @Override
  public Link insert(Link link) {
    var first = link.withRevision(1);
    list(first);
    dues.add(first);
    hints.add(first);
    insert.insert(first, ids.get().toString());
    return select
        .find(first.key())
        .orElseThrow(() ->
            new StorageUnavailable("the link was not written; it may be sent again", false, null));
  }

  @Override
  public Optional<Link> replace(Link link) {
    var next = link.withRevision(link.revision() + 1);
    open.add(next);
    dues.add(next);
    hints.add(next);
    var writer = ids.get().toString();
    if (!update.update(next, link.revision(), writer, () -> select.writer(next.key()))) {
      return Optional.empty();
    }
    open.removeUpTo(next, link.revision());
    dues.removeUpTo(next.key(), link.revision());
    if (!next.untold().isEmpty()) {
      hints.removeUpTo(next.key(), link.revision());
    }
    return Optional.of(next);
  }

  @Override
  public List<Link> due(String tracker, Instant now, int limit) {
    var wishes =
        dues.all(tracker).stream()
            .filter(due -> !due.next().isAfter(now))
            .sorted(Comparator.comparing(LinkDues.Due::next))
            .toList();
    var found = new ArrayList<Link>();
    var seen = new HashSet<LinkKey>();
    for (var due : wishes) {
      if (found.size() == limit) {
        break;
      }
      var link = seen.add(due.key()) ? select.find(due.key()) : Optional.<Link>empty();
      link.filter(one -> wants(one, now)).ifPresent(found::add);
      link.filter(one -> isOver(due, one)).ifPresent(_ -> dues.remove(due));
    }
    return List.copyOf(found);
  }

  @Override
  public List<Link> untold(String after, int limit) {
    var found = new ArrayList<Link>();
    var seen = new HashSet<LinkKey>();
    var page = hints.after(after, limit);
    while (!page.isEmpty()) {
      for (var hint : page) {
        if (found.size() == limit) {
          return List.copyOf(found);
        }
        var link = seen.add(hint.key()) ? select.find(hint.key()) : Optional.<Link>empty();
        link.filter(one -> !one.untold().isEmpty()).ifPresent(found::add);
        link.filter(one -> one.untold().isEmpty())
            .ifPresent(one -> hints.removeUpTo(one.key(), one.revision()));
      }
      page = hints.after(page.getLast().key().ticketId(), limit);
    }
    return List.copyOf(found);
  }

  @Override
  public List<Link> page(Listing listing, String after, int limit) {
    var found = new LinkedHashMap<LinkKey, Link>();
    var rows = after.isEmpty() ? newest(listing, limit) : rowsAfter(listing, after, limit);
    while (!rows.isEmpty()) {
      for (var row : rows) {
        if (found.size() == limit) {
          return List.copyOf(found.values());
        }
        var link = select.read(row.key());
        link.filter(one -> isIn(listing, row, one)).ifPresent(one -> found.put(one.key(), one));
        link.filter(one -> isLeftBehind(row, one)).ifPresent(_ -> open.remove(row));
      }
      var last = rows.getLast();
      rows = older(listing, last.create(), last.ticketId(), limit);
    }
    return List.copyOf(found.values());
  }

  @Override
  public void list(Link link) {
    indexes.add(link);
    open.add(link);
  }

  private List<Listed> newest(Listing listing, int limit) {
    return switch (listing) {
      case Listing.All _ -> indexes.newest(limit);
      case Listing.Open _ -> open.newest(limit);
      case Listing.OfSystem of -> indexes.newestOf(of.system(), limit);
    };
  }

  private List<Listed> older(Listing listing, Instant create, String ticketId, int limit) {
    return switch (listing) {
      case Listing.All _ -> indexes.after(create, ticketId, limit);
      case Listing.Open _ -> open.after(create, ticketId, limit);
      case Listing.OfSystem of -> indexes.afterOf(of.system(), create, ticketId, limit);
    };
  }

  private List<Listed> rowsAfter(Listing listing, String ticketId, int limit) {
    return findByTicket(ticketId)
        .map(link -> older(listing, link.create(), ticketId, limit))
        .orElse(List.of());
  }

  private static boolean isIn(Listing listing, Listed row, Link link) {
    return link.create().equals(row.create()) && listing.has(link);
  }

  /// A row of the open links that a decided revision no longer needs. One of a later revision may
  /// be of a write under way.
  private static boolean isLeftBehind(Listed row, Link link) {
    boolean here = link.create().equals(row.create()) && link.state().open();
    return row.revision() > 0 && row.revision() <= link.revision() && !here;
  }

  private static boolean wants(Link link, Instant now) {
    return link.next().filter(next -> !next.isAfter(now)).isPresent();
  }

  /// A wish of a revision that is decided and wished something else. One of a later revision may be
  /// of a write under way.
  private static boolean isOver(LinkDues.Due due, Link link) {
    return due.revision() <= link.revision()
        && !(due.revision() == link.revision() && link.next().equals(Optional.of(due.next())));
  }
}
