package io.aramaki.gateway.grpc.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Reads a list over its pages, up to a limit.
final class Paged {
  static final int PAGE_SIZE = 1_000;

  /// What was read.
  ///
  /// @param more whether there is more than the limit allowed
  /// @param unavailable the instances whose rows are missing
  record Rows<T>(List<T> rows, boolean more, Set<String> unavailable) {}

  /// One page.
  ///
  /// @param nextToken where the next one begins; empty at the end
  /// @param unavailable the instances whose rows are missing
  record Page<T>(List<T> rows, String nextToken, List<String> unavailable) {
    Page(List<T> rows, String nextToken) {
      this(rows, nextToken, List.of());
    }
  }

  /// Reads the page that begins at a token.
  @FunctionalInterface
  interface Source<T> {
    Page<T> read(String token);
  }

  private Paged() {}

  static <T> Rows<T> all(Source<T> source, int max) {
    var rows = new ArrayList<T>();
    var unavailable = new TreeSet<String>();
    String token = "";
    do {
      Page<T> page = source.read(token);
      rows.addAll(page.rows());
      unavailable.addAll(page.unavailable());
      token = page.nextToken();
    } while (!token.isEmpty() && rows.size() < max);
    boolean more = !token.isEmpty() || rows.size() > max;
    List<T> kept = rows.size() > max ? List.copyOf(rows.subList(0, max)) : rows;
    return new Rows<>(kept, more, unavailable);
  }
}
