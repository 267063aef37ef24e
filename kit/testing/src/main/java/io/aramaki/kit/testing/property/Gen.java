package io.aramaki.kit.testing.property;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/// Makes values from choices. The first of several possibilities is the simplest, towards which
/// cases shrink.
@FunctionalInterface
public interface Gen<T> {
  /// How often a filter draws again before it gives the case up.
  int FILTER_TRIES = 20;

  T from(Choices choices);

  static <T> Gen<T> constant(T value) {
    return _ -> value;
  }

  /// A number in a range, both ends included; shrinks towards 0, or the end next to it.
  static Gen<Long> longs(long min, long max) {
    if (min > max) {
      throw new IllegalArgumentException("no number from " + min + " to " + max);
    }
    if (min >= 0) {
      return choices -> min + choices.upTo(max - min);
    }
    if (max < 0) {
      return choices -> max - choices.upTo(max - min);
    }
    return choices -> choices.oneIn(3) ? -1 - choices.upTo(-1 - min) : choices.upTo(max);
  }

  static Gen<Integer> ints(int min, int max) {
    return longs(min, max).map(Math::toIntExact);
  }

  static Gen<Boolean> booleans() {
    return choices -> choices.oneIn(2);
  }

  /// Any double at all: ordinary ones, and those that break things.
  static Gen<Double> doubles() {
    return oneOf(
        longs(-1_000_000, 1_000_000).map(n -> n / 1_000.0),
        elements(
            0.0,
            -0.0,
            1.0,
            -1.0,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.MAX_VALUE,
            Double.MIN_VALUE),
        longs(Long.MIN_VALUE, Long.MAX_VALUE).map(Double::longBitsToDouble));
  }

  @SafeVarargs
  static <T> Gen<T> elements(T... values) {
    var all = values.clone();
    return choices -> all[(int) choices.upTo(all.length - 1L)];
  }

  @SafeVarargs
  static <T> Gen<T> oneOf(Gen<? extends T>... generators) {
    var all = generators.clone();
    return choices -> all[(int) choices.upTo(all.length - 1L)].from(choices);
  }

  /// A text of characters of the alphabet.
  static Gen<String> strings(String alphabet, int min, int max) {
    var characters = alphabet.codePoints().mapToObj(Character::toString).toList();
    return ints(0, characters.size() - 1)
        .map(characters::get)
        .list(min, max)
        .map(parts -> String.join("", parts));
  }

  /// Any text: letters first, then what needs escaping, then anything outside.
  static Gen<String> strings(int min, int max) {
    return oneOf(
            ints('a', 'z'),
            elements(
                0,
                (int) '\n',
                (int) '"',
                (int) '\'',
                (int) '\\',
                (int) '<',
                (int) '%',
                0x7f,
                0xa0,
                0x2028,
                0x1f4a9),
            ints(1, 0xd7ff))
        .map(Character::toString)
        .list(min, max)
        .map(parts -> String.join("", parts));
  }

  static Gen<byte[]> bytes(int min, int max) {
    return ints(0, 255)
        .list(min, max)
        .map(list -> {
          var bytes = new byte[list.size()];
          for (int i = 0; i < bytes.length; i++) {
            bytes[i] = list.get(i).byteValue();
          }
          return bytes;
        });
  }

  /// The same values in any order.
  static <T> Gen<List<T>> shuffles(List<T> values) {
    return choices -> {
      var shuffled = new ArrayList<>(values);
      for (int i = 0; i < shuffled.size() - 1; i++) {
        int other = i + (int) choices.upTo(shuffled.size() - 1L - i);
        var swapped = shuffled.get(i);
        shuffled.set(i, shuffled.get(other));
        shuffled.set(other, swapped);
      }
      return List.copyOf(shuffled);
    };
  }

  default <U> Gen<U> map(Function<? super T, ? extends U> function) {
    return choices -> function.apply(from(choices));
  }

  default <U> Gen<U> flatMap(Function<? super T, Gen<U>> function) {
    return choices -> function.apply(from(choices)).from(choices);
  }

  default Gen<T> filter(Predicate<? super T> condition) {
    return choices -> {
      for (int i = 0; i < FILTER_TRIES; i++) {
        var value = from(choices);
        if (condition.test(value)) {
          return value;
        }
      }
      throw choices.reject("nothing passed the filter");
    };
  }

  /// Before each element stands the choice whether there is one, so that dropping a part of the
  /// record drops elements.
  default Gen<List<T>> list(int min, int max) {
    return choices -> {
      int expected = Math.max(2, (max - min) / 2);
      var list = new ArrayList<T>();
      while (list.size() < max && (list.size() < min || choices.butOneIn(expected + 1))) {
        list.add(from(choices));
      }
      return List.copyOf(list);
    };
  }
}
