package io.aramaki.kit.codec.column;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class DecimalsTest {
  private static final int TIMES = 20_000;
  private static final int SEED = 11;

  /// The fewest places that bring the value back, tried one by one.
  private static int fewest(double value) {
    for (int places = 0; places <= Decimals.PLACES_MAX; places++) {
      if (Decimals.is(value, Decimals.digits(value, places), places)) {
        return places;
      }
    }
    return Decimals.PLACES_MAX + 1;
  }

  private static double value(Random random) {
    int kind = random.nextInt(5);
    return switch (kind) {
      case 0 -> random.nextDouble();
      case 1 -> Double.longBitsToDouble(random.nextLong());
      case 2 -> random.nextInt(100) * 1_000.0;
      default -> {
        int places = random.nextInt(Decimals.PLACES_MAX + 1);
        long digits = random.nextLong() >> (11 + random.nextInt(50));
        yield Decimals.value(digits, places);
      }
    };
  }

  @Test
  void places_anyValueAndGuess_fewestThatBringItBackIfTheGuessDoes() {
    // Given
    var random = new Random(SEED);
    for (int i = 0; i < TIMES; i++) {
      double value = value(random);
      int fewest = fewest(value);
      for (int guess = 0; guess <= Decimals.PLACES_MAX; guess++) {
        // When
        int places = Decimals.places(value, guess);

        // Then
        boolean known = Decimals.is(value, Decimals.digits(value, guess), guess);
        assertThat(places > Decimals.PLACES_MAX)
            .as("%s from %d", value, guess)
            .isEqualTo(fewest > Decimals.PLACES_MAX);
        if (known || guess == 0) {
          assertThat(places).as("%s from %d", value, guess).isEqualTo(fewest);
        }
      }
    }
  }

  @Test
  void morePlaces_anyValue_neverFewerAndEnoughForADecimal() {
    // Given
    var random = new Random(SEED);
    for (int i = 0; i < TIMES; i++) {
      double value = value(random);
      int before = random.nextInt(Decimals.PLACES_MAX + 1);

      // When
      int places = Decimals.morePlaces(value, before);

      // Then
      assertThat(places)
          .as("%s from %d", value, before)
          .isEqualTo(
              Decimals.is(value, Decimals.digits(value, before), before)
                  ? before
                  : Math.max(before, Decimals.places(value, before)));
      assertThat(places).isGreaterThanOrEqualTo(before);
    }
  }
}
