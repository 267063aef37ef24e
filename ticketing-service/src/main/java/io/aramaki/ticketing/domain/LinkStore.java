package io.aramaki.ticketing.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Keeps the ledger. Every write is a compare-and-set, so that of two workers one wins. Every
/// implementation passes `LinkStoreContract`.
public interface LinkStore {
  /// Which links a listing names.
  sealed interface Listing {
    /// All of the organisation.
    record All() implements Listing {}

    /// Those that are open, as [Link.State#open()] says.
    record Open() implements Listing {}

    /// Those of a system, by its resource name.
    record OfSystem(String system) implements Listing {}

    /// Whether a link belongs to it.
    default boolean has(Link link) {
      return switch (this) {
        case All _ -> true;
        case Open _ -> link.state().open();
        case OfSystem of -> of.system().equals(link.report().system());
      };
    }
  }

  Optional<Link> find(LinkKey key);

  /// The newest episode before this one that has a link.
  Optional<Link> before(LinkKey key);

  /// The oldest episode after this one that has a link.
  Optional<Link> after(LinkKey key);

  Optional<Link> findByTicket(String ticketId);

  /// Inserts a link with revision 1 unless its key is taken.
  ///
  /// @return the link that is there now, ours or the other one
  Link insert(Link link);

  /// Replaces a link if it still has the revision that `link` names.
  ///
  /// @return the link with its new revision, or empty if somebody was faster
  Optional<Link> replace(Link link);

  /// Links of a tracker with something to do at this time, the oldest first.
  List<Link> due(String tracker, Instant now, int limit);

  /// A page of links of which a timeline has something to hear, by ticket id.
  ///
  /// @param after the ticket id where the page before ended; empty for the first
  /// @return fewer than the limit only at the end
  List<Link> untold(String after, int limit);

  /// A page of a listing, the newest first.
  ///
  /// @param after the ticket id where the page before ended; empty for the first
  /// @return fewer than the limit only at the end
  List<Link> page(Listing listing, String after, int limit);

  /// Writes again what listings find a link by.
  void list(Link link);
}
