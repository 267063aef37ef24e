package io.aramaki.kit.testing.property;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/// Tries a statement on many generated values.
///
/// ```java
/// Property.of("decode(encode(x)) is x").check(samples(), x -> assertThat(decode(encode(x))).isEqualTo(x));
/// ```
///
/// Each run of the tests draws another seed. A failure shows the smallest value found that still
/// fails, and the seed; the same run comes again with `-Daramaki.seed=<seed>`.
/// `-Daramaki.cases=<n>` tries more.
public final class Property {
  private static final String SEED = "aramaki.seed";
  private static final String CASES = "aramaki.cases";
  private static final int CASES_DEFAULT = 200;

  /// Of ten cases, at most nine may be rejected by filters before the generator counts as broken.
  private static final int REJECTED_PER_CASE = 9;

  /// Failed seeds are kept here, for the one who looks after the run.
  private static final Path FAILED_SEEDS = Path.of("target", "failed-seeds.txt");

  private static final long RUN_SEED = Long.getLong(SEED, new SplittableRandom().nextLong() >>> 16);

  private final String statement;
  private final long seed;
  private final int cases;

  /// What is said about a value: it holds unless this throws.
  @FunctionalInterface
  public interface Assertion<T> {
    void accept(T value) throws Exception;
  }

  private record Failure(String value, Throwable cause) {}

  private Property(String statement, long seed, int cases) {
    this.statement = statement;
    this.seed = seed;
    this.cases = cases;
  }

  /// A property of this statement.
  ///
  /// @param statement says what holds; it also tells properties apart that run on one seed
  public static Property of(String statement) {
    return new Property(statement, RUN_SEED, Integer.getInteger(CASES, CASES_DEFAULT));
  }

  /// With a fixed seed, to keep a case that failed once.
  public Property withSeed(long fixed) {
    return new Property(statement, fixed, cases);
  }

  /// With another number of cases, unless the command line says one.
  public Property withCases(int number) {
    return new Property(statement, seed, Integer.getInteger(CASES, number));
  }

  /// Tries the statement.
  ///
  /// @throws AssertionError with the smallest failing value found
  public <T> void check(Gen<T> generator, Assertion<? super T> check) {
    var seeds = new SplittableRandom(seed ^ ((long) statement.hashCode() << 32));
    int tried = 0;
    for (int drawn = 0; tried < cases; drawn++) {
      if (drawn > (long) cases * (REJECTED_PER_CASE + 1)) {
        throw new AssertionError(
            "'" + statement + "': filters rejected " + (drawn - tried) + " of " + drawn + " cases");
      }
      var choices = Choices.random(seeds.nextLong());
      try {
        var failing = run(generator, check, choices);
        tried++;
        if (failing.isPresent()) {
          throw shrunk(generator, check, failing.get(), tried);
        }
      } catch (Choices.Rejected _) {
        // Does not count.
      }
    }
  }

  private <T> AssertionError shrunk(
      Gen<T> generator, Assertion<? super T> check, Shrinker.Failing<Failure> first, int tried) {
    var shrinker =
        new Shrinker<>(first, record -> replay(generator, check, record, first.failure()));
    var smallest = shrinker.shrink().failure();
    keepSeed();
    return new AssertionError(
        "'"
            + statement
            + "' does not hold for\n  "
            + smallest.value()
            + "\n(case "
            + tried
            + ", shrunk in "
            + shrinker.steps()
            + " steps from\n  "
            + first.failure().value()
            + "\n) "
            + smallest.cause()
            + "\nAgain with: -D"
            + SEED
            + "="
            + seed,
        smallest.cause());
  }

  private static <T> Optional<Shrinker.Failing<Failure>> replay(
      Gen<T> generator, Assertion<? super T> check, List<Long> record, Failure like) {
    try {
      return run(generator, check, Choices.replay(record))
          .filter(failing -> failing.failure().cause().getClass() == like.cause().getClass());
    } catch (Choices.Rejected _) {
      return Optional.empty();
    }
  }

  private static <T> Optional<Shrinker.Failing<Failure>> run(
      Gen<T> generator, Assertion<? super T> check, Choices choices) {
    T value = generator.from(choices);
    // A check may change the value: show it as it was.
    var shown = show(value);
    try {
      check.accept(value);
      return Optional.empty();
    } catch (Choices.Rejected e) {
      throw e;
    } catch (Exception | AssertionError | StackOverflowError e) {
      return Optional.of(new Shrinker.Failing<>(choices.made(), new Failure(shown, e)));
    }
  }

  private static String show(Object value) {
    return value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : String.valueOf(value);
  }

  private void keepSeed() {
    try {
      Files.createDirectories(FAILED_SEEDS.toAbsolutePath().getParent());
      Files.writeString(
          FAILED_SEEDS,
          seed + " " + statement + "\n",
          UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      System.err.println("the seed " + seed + " could not be kept in " + FAILED_SEEDS + ": " + e);
    }
  }
}
