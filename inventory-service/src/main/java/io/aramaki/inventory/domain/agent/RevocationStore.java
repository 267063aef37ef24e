package io.aramaki.inventory.domain.agent;

import java.util.List;

/// Where the revocation log is kept.
public interface RevocationStore {
  /// Answers the entries after a position, in order.
  List<Revocation> after(long seq, int limit);

  /// Answers false, and changes nothing, unless the entry's `seq` follows the last one.
  boolean append(Revocation revocation);
}
