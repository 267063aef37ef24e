package io.aramaki.monitoring.domain.catalog;

import java.util.Optional;

/// Keeps the catalogue durable. A change is made against a version and fails if another was faster.
public interface CatalogStore {
  /// Reads everything.
  Catalog load();

  /// Reads the version only.
  long version();

  /// Puts a definition and makes the catalogue's version `version + 1`.
  ///
  /// @param requestId names the request for a day; empty if it has no name
  /// @return false if the catalogue has another version by now: nothing happened
  boolean put(long version, CheckDefinition check, String requestId);

  /// Removes a definition and makes the catalogue's version `version + 1`.
  ///
  /// @return false if the catalogue has another version by now: nothing happened
  boolean remove(long version, String name);

  /// The name of the check that a request made, if that was less than a day ago.
  Optional<String> madeBy(String requestId);
}
