package io.aramaki.gateway.domain.write.sent;

import io.aramaki.gateway.domain.write.sent.SentSeries.Sent;
import org.jspecify.annotations.Nullable;

/// Where in a request each series is: an open table, since each series of each request is looked up
/// in it.
public final class SentPlaces {
  private static final int FIRST_SLOTS = 64;
  private static final int FACTOR = 0x9E3779B9;

  private @Nullable Sent[] keys = new Sent[FIRST_SLOTS];
  private int[] places = new int[FIRST_SLOTS];
  private int used;

  /// Answers the place of a series; -1 if it has none.
  public int find(Sent sent) {
    int slot = slot(sent);
    return keys[slot] == null ? -1 : places[slot];
  }

  /// Remembers the place of a series that has none.
  public void add(Sent sent, int place) {
    if (2 * (used + 1) > keys.length) {
      grow();
    }
    put(sent, place);
    used++;
  }

  private void grow() {
    @Nullable Sent[] before = keys;
    int[] its = places;
    keys = new Sent[before.length * 2];
    places = new int[before.length * 2];
    for (int i = 0; i < before.length; i++) {
      @Nullable Sent sent = before[i];
      if (sent != null) {
        put(sent, its[i]);
      }
    }
  }

  private void put(Sent sent, int place) {
    int slot = slot(sent);
    keys[slot] = sent;
    places[slot] = place;
  }

  /// The slot that has the series, or else a free one.
  @SuppressWarnings("ReferenceEquality") // A dictionary has each series once.
  private int slot(Sent sent) {
    int slot = (sent.number() * FACTOR) >>> Integer.numberOfLeadingZeros(keys.length - 1);
    while (keys[slot] != null && keys[slot] != sent) {
      slot = (slot + 1) & (keys.length - 1);
    }
    return slot;
  }
}
