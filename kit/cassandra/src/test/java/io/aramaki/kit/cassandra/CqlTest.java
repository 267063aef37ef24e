package io.aramaki.kit.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CqlTest {
  private static final Duration SHORT = Duration.ofMillis(300);

  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final SdkTracerProvider tracers =
      SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(spans)).build();
  private final OpenTelemetrySdk telemetry =
      OpenTelemetrySdk.builder().setTracerProvider(tracers).build();
  private final CassandraConfig config = RealCassandra.freshKeyspace();
  private final CqlSession session = Sessions.open(config);
  private final Cql cql = new Cql(session, telemetry);

  @BeforeAll
  void createTable() {
    session.execute("CREATE TABLE note (id text, body text, PRIMARY KEY (id))");
  }

  @AfterAll
  void close() {
    session.close();
    telemetry.close();
  }

  @Test
  void open_wrongPassword_failsAtOnceAndSaysWhere() {
    // Given
    var wrong = config.withPasswordFile(TestFiles.secret("wrong"));
    long begin = System.nanoTime();

    // When, Then
    assertThatThrownBy(() -> Sessions.open(wrong))
        .isInstanceOf(StorageUnavailable.class)
        .hasMessageContaining(config.contactPoints().getFirst());
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void open_nobodyListens_saysWhereAfterItsPatience() {
    // Given
    var nowhere = CassandraConfig.of("127.0.0.1:1", "nowhere", "aramaki", TestFiles.secret("any"));

    // When, Then
    assertThatThrownBy(() -> Sessions.open(nowhere, Duration.ofMillis(300)))
        .isInstanceOf(StorageUnavailable.class)
        .hasMessageContaining("127.0.0.1:1");
  }

  @Test
  void execute_serverGivesNoAnswerInTime_isUnavailableWithUnknownOutcome() {
    // Given
    var insert = session.prepare("INSERT INTO note (id, body) VALUES ('t', 'b')");
    var bound = insert.bind().setTimeout(SHORT);

    // When, Then
    RealCassandra.whilePaused(() ->
        assertThatThrownBy(() -> cql.execute("insert_note", bound))
            .isInstanceOfSatisfying(
                StorageUnavailable.class, e -> assertThat(e.outcomeUnknown()).isTrue())
            .hasMessageContaining("insert_note"));
  }

  @Test
  void prepare_statementThatCannotBeRight_fliesAsTheBugItIs() {
    assertThatThrownBy(() -> cql.prepare("select_nothing", "SELECT nothing FROM note"))
        .isInstanceOf(InvalidQueryException.class);
  }

  @Test
  void execute_fails_spanSaysSo() {
    // Given
    spans.reset();
    var bound = session.prepare("SELECT * FROM note").bind().setTimeout(SHORT);

    // When
    RealCassandra.whilePaused(
        () -> assertThatThrownBy(() -> cql.execute("select_notes", bound)).isNotNull());

    // Then
    assertThat(spans.getFinishedSpanItems())
        .singleElement()
        .satisfies(s -> assertThat(s.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR));
  }

  @Test
  void execute_insertAndSelect_roundTripsInClientSpansWithoutValues() {
    // Given
    var insert = cql.prepare("insert_note", "INSERT INTO note (id, body) VALUES (?, ?)");
    var select = cql.prepare("select_note", "SELECT body FROM note WHERE id = ?");
    spans.reset();

    // When
    insert.execute("n1", "secret body");
    var row = select.one("n1");

    // Then
    assertThat(row).map(r -> r.getString("body")).contains("secret body");
    assertThat(spans.getFinishedSpanItems())
        .extracting(s -> s.getName())
        .containsExactly("cassandra insert_note", "cassandra select_note");
    assertThat(spans.getFinishedSpanItems())
        .allSatisfy(s -> {
          assertThat(s.getKind()).isEqualTo(SpanKind.CLIENT);
          assertThat(s.getAttributes().get(AttributeKey.stringKey("db.system")))
              .isEqualTo("cassandra");
          assertThat(s.toString()).doesNotContain("secret body");
        });
  }

  @Test
  void executeAsync_fails_stageFailsTranslated() {
    // Given
    var bound = session.prepare("SELECT * FROM note").bind().setTimeout(SHORT);

    // When, Then
    RealCassandra.whilePaused(() ->
        assertThat(cql.executeAsync("select_notes", bound).toCompletableFuture())
            .failsWithin(Duration.ofSeconds(5))
            .withThrowableThat()
            .withCauseInstanceOf(StorageUnavailable.class));
  }

  @Test
  void conditional_secondInsert_isRefusedWithWhatIsThere() {
    // Given
    var insert =
        cql.prepareConditional(
            "insert_once", "INSERT INTO note (id, body) VALUES (?, ?) IF NOT EXISTS");
    var first = insert.execute(CqlTest::unexpected, "once", "first");

    // When
    var second = insert.execute(CqlTest::unexpected, "once", "second");

    // Then
    assertThat(first.applied()).isTrue();
    assertThat(second)
        .isInstanceOfSatisfying(
            LwtResult.Refused.class,
            r ->
                assertThat(r.current())
                    .isNotNull()
                    .extracting(c -> c.getString("body"))
                    .isEqualTo("first"));
  }

  private static LwtResult unexpected() {
    throw new AssertionError("nothing to read back");
  }
}
