package io.aramaki.kit.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import io.aramaki.kit.cassandra.BrittleLine.Mood;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What stands in the place of a guard around the database: the driver's own bounds, over a line to
/// a real Cassandra that hangs and breaks.
@Timeout(120)
final class CassandraBoundsTest {
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(1);

  /// Faster than any timeout: nobody was waited for.
  private static final Duration AT_ONCE = Duration.ofMillis(250);

  /// Heartbeat, its timeout, and room for a slow machine.
  private static final Duration NOTICED_WITHIN = Duration.ofSeconds(30);

  private BrittleLine line;
  private CqlSession session;
  private Cql cql;

  @BeforeEach
  void connect() throws IOException {
    var config = RealCassandra.freshKeyspace();
    line = new BrittleLine(config.contactPoints().getFirst());
    session =
        Sessions.open(
            new CassandraConfig(
                List.of(line.address()),
                config.localDatacenter(),
                config.keyspace(),
                config.username(),
                config.passwordFile(),
                REQUEST_TIMEOUT,
                1));
    session.execute("CREATE TABLE note (id text PRIMARY KEY, body text)");
    cql = new Cql(session);
  }

  @AfterEach
  void close() {
    line.close();
    session.close();
  }

  @Test
  void statement_whileTheDatabaseHangs_endsWithinItsTimeoutAndIsUnclear() {
    // Given
    var insert = cql.prepare("insert_note", "INSERT INTO note (id, body) VALUES (?, ?)");
    line.be(Mood.HANGING);
    long begin = System.nanoTime();

    // When
    assertThatThrownBy(() -> insert.execute("a", "b"))
        .isInstanceOfSatisfying(
            StorageUnavailable.class, e -> assertThat(e.outcomeUnknown()).isTrue());

    // Then
    assertThat(since(begin)).isLessThan(REQUEST_TIMEOUT.multipliedBy(3));
  }

  @Test
  void calls_whileTheDatabaseHangs_failAtOnceAfterTheHeartbeat_andHealByThemselves() {
    // Given
    var select = cql.prepare("select_note", "SELECT body FROM note WHERE id = ?");
    line.be(Mood.HANGING);

    // When
    await(() -> {
      long begin = System.nanoTime();
      return fails(() -> select.one("a")) && since(begin).compareTo(AT_ONCE) < 0;
    });

    // Then
    line.be(Mood.GOOD);
    await(() -> !fails(() -> select.one("a")));
  }

  @Test
  void conditionalWrite_whoseAnswerIsLost_isSentOnceAndReadBack() {
    // Given
    session.execute("INSERT INTO note (id, body) VALUES ('a', 'old') IF NOT EXISTS");
    var update =
        cql.prepareConditional("update_note", "UPDATE note SET body = ? WHERE id = ? IF body = ?");
    var select = cql.prepareSerialRead("select_note", "SELECT body FROM note WHERE id = ?");
    var readBacks = new AtomicInteger();
    line.watch("the-new-body");
    line.be(Mood.LOSING_ANSWERS);

    // When
    var result =
        update.execute(
            () -> {
              readBacks.incrementAndGet();
              line.be(Mood.GOOD);
              await(() -> !fails(() -> select.one("a")));
              var body = select.one("a").map(row -> row.getString("body")).orElseThrow();
              return Objects.equals(body, "the-new-body")
                  ? new LwtResult.Applied()
                  : new LwtResult.Refused(null);
            },
            "the-new-body",
            "a",
            "old");

    // Then
    assertThat(result.applied()).isTrue();
    assertThat(readBacks).hasValue(1);
    assertThat(line.seen()).isOne();
  }

  @Test
  void conditionalWrite_thatReachedNobody_isNotReadBack() {
    // Given
    var update =
        cql.prepareConditional("update_note", "UPDATE note SET body = ? WHERE id = ? IF body = ?");
    var select = cql.prepare("select_note", "SELECT body FROM note WHERE id = ?");
    line.be(Mood.HANGING);
    await(() -> failsForCertain(() -> select.one("a")));

    // When, Then
    assertThatThrownBy(() ->
            update.execute(
                () -> {
                  throw new AssertionError("nothing to read back");
                },
                "new",
                "a",
                "old"))
        .isInstanceOfSatisfying(
            StorageUnavailable.class, e -> assertThat(e.outcomeUnknown()).isFalse());
  }

  private static boolean fails(Runnable call) {
    try {
      call.run();
      return false;
    } catch (StorageUnavailable _) {
      return true;
    }
  }

  /// Whether it fails and certainly nothing was done: no connection is left.
  private static boolean failsForCertain(Runnable call) {
    try {
      call.run();
      return false;
    } catch (StorageUnavailable e) {
      return !e.outcomeUnknown();
    }
  }

  private static Duration since(long begin) {
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  private static void await(BooleanSupplier condition) {
    long begin = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertThat(since(begin)).isLessThan(NOTICED_WITHIN);
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }
}
