package io.aramaki.gateway.domain.write;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The texts of one request, each made once: most labels are those of the series before. An open
/// hash table over the bytes of the request.
final class Texts {
  private static final int FIRST_CAPACITY = 256;
  private static final char REPLACED = '\uFFFD';

  private final byte[] bytes;
  private @Nullable String[] texts = new @Nullable String[FIRST_CAPACITY];
  private int[] places = new int[FIRST_CAPACITY];
  private int[] lengths = new int[FIRST_CAPACITY];
  private int size;

  Texts(byte[] bytes) {
    this.bytes = bytes;
  }

  /// Reads the text that is the next field.
  String read(WireInput in) {
    int length = in.length();
    int place = in.place();
    in.skipBytes(length);
    int slot = slot(place, length);
    @Nullable String known = texts[slot];
    if (known != null) {
      return known;
    }
    String text = decode(in, place, length);
    put(slot, text, place, length);
    return text;
  }

  private void put(int slot, String text, int place, int length) {
    texts[slot] = text;
    places[slot] = place;
    lengths[slot] = length;
    size++;
    if (size * 2 > texts.length) {
      grow();
    }
  }

  private String decode(WireInput in, int place, int length) {
    String text = new String(bytes, place, length, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACED) >= 0) {
      try {
        var _ = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, place, length));
      } catch (CharacterCodingException _) {
        throw in.wrong("a text is not UTF-8");
      }
    }
    return text;
  }

  private int slot(int place, int length) {
    int hash = length;
    for (int i = place; i < place + length; i++) {
      hash = 31 * hash + bytes[i];
    }
    hash ^= hash >>> 15;
    int mask = texts.length - 1;
    int slot = hash & mask;
    while (texts[slot] != null && !isSame(slot, place, length)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private boolean isSame(int slot, int place, int length) {
    return lengths[slot] == length
        && Arrays.equals(bytes, places[slot], places[slot] + length, bytes, place, place + length);
  }

  private void grow() {
    @Nullable String[] oldTexts = texts;
    int[] oldPlaces = places;
    int[] oldLengths = lengths;
    texts = new @Nullable String[oldTexts.length * 2];
    places = new int[texts.length];
    lengths = new int[texts.length];
    for (int i = 0; i < oldTexts.length; i++) {
      if (oldTexts[i] != null) {
        int slot = slot(oldPlaces[i], oldLengths[i]);
        texts[slot] = oldTexts[i];
        places[slot] = oldPlaces[i];
        lengths[slot] = oldLengths[i];
      }
    }
  }
}
