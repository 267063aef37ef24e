package io.aramaki.monitoring.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import com.google.protobuf.ByteString;
import io.aramaki.agent.v1.Batch;
import io.aramaki.kit.cassandra.CassandraConfig;
import io.aramaki.kit.codec.batch.BatchContent;
import io.aramaki.kit.codec.batch.BatchWriter;
import io.aramaki.kit.codec.batch.SeriesName;
import io.aramaki.kit.testing.CassandraExtension;
import io.aramaki.monitoring.v1.Observations;
import io.aramaki.monitoring.v1.SampledSeries;
import io.aramaki.type.v1.CheckStatus;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Batches of format 2: those that name their series, and those that use the names of another.
@ExtendWith(CassandraExtension.class)
@SuppressWarnings("NullAway.Init") // the fields are set before the first test
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ColumnBatchTest {
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private CqlSession session;
  private World world;
  private MonitoringApp app;
  private Client client;
  private String system = "";
  private String name = "";
  private long now;

  @BeforeAll
  void start(CassandraConfig cassandra, CqlSession cql, @TempDir Path directory) throws Exception {
    session = cql;
    world = new World(directory, cassandra);
    app = world.start("m1");
    client = new Client(world, app);
  }

  @AfterAll
  void stop() {
    client.close();
    app.close();
    world.close();
  }

  private ScriptedAgent agent() {
    int number = NUMBERS.incrementAndGet();
    name = world.agent("a" + number);
    system = world.system("s" + number);
    now = Instant.now().toEpochMilli() - 10_000;
    world.inventory.enrol(name, system);
    client.create("c" + number, client.check(system));
    return ScriptedAgent.reconnect(name, 70 + number, () -> client.channel);
  }

  private SeriesName series(String metric) {
    return SeriesName.of(system, metric, Map.of("k", metric + "?"), "bytes");
  }

  private static Batch batch(ScriptedAgent agent, long seq, byte[] content) {
    return Batch.newBuilder()
        .setHeader(agent.header(seq).setFormat(BatchContent.FORMAT).build().toByteString())
        .setContent(ByteString.copyFrom(content))
        .build();
  }

  /// A batch that names these series itself, each with two samples.
  private Batch naming(ScriptedAgent agent, long seq, SeriesName... own) {
    var writer = new BatchWriter(0, 0, List.of(own));
    for (int i = 0; i < own.length; i++) {
      writer.add(i, new long[] {now, now + 1_000}, new double[] {i, i + 0.25}, 2);
    }
    return batch(agent, seq, writer.content());
  }

  /// A batch with a sample of each of so many series that another one names.
  private Batch using(ScriptedAgent agent, long seq, long dictionary, int series) {
    var writer = new BatchWriter(dictionary, series, List.of());
    for (int i = 0; i < series; i++) {
      writer.add(i, new long[] {now + 2_000}, new double[] {i + 0.5}, 1);
    }
    return batch(agent, seq, writer.content());
  }

  private SampledSeries awaitSamples(String metric, int count) {
    return Until.until(
            metric,
            () -> client.read(system, metric),
            answer -> answer.getSeriesCount() == 1 && answer.getSeries(0).getValuesCount() == count)
        .getSeries(0);
  }

  @Test
  void samplesAndResults_areAcknowledged_readableAndEvaluated() {
    // Given
    ScriptedAgent agent = agent();
    String check = world.check("c" + NUMBERS.get());
    Observations result = ScriptedAgent.result(system, check, CheckStatus.WARNING);
    var writer = new BatchWriter(0, 0, List.of(series("free")));
    writer.beside(result.toByteArray());
    writer.add(0, new long[] {now}, new double[] {12.5}, 1);

    // When
    agent.send(batch(agent, 1, writer.content()));

    // Then
    agent.awaitAcks(1);
    client.awaitState(system, check, CheckStatus.WARNING);
    SampledSeries read = awaitSamples("free", 1);
    assertThat(read.getValuesList()).containsExactly(12.5);
    assertThat(read.getTimesMsList()).containsExactly(now);
    assertThat(read.getUnit()).isEqualTo("bytes");
    assertThat(read.getLabelsMap()).containsEntry("k", "free?").containsEntry("agent", name);
    agent.close();
  }

  @Test
  void batchThatUsesTheSeriesOfAnother_isReadWithTheirNames() {
    // Given
    ScriptedAgent agent = agent();
    agent.send(naming(agent, 1, series("one"), series("two")));
    agent.awaitAcks(1);

    // When
    agent.send(using(agent, 2, 1, 2));

    // Then
    agent.awaitAcks(2);
    assertThat(awaitSamples("one", 3).getValuesList()).containsExactly(0.0, 0.25, 0.5);
    assertThat(awaitSamples("two", 3).getValuesList()).containsExactly(1.0, 1.25, 1.5);
    agent.close();
  }

  @Test
  void batchThatUsesSeriesOfNobody_isRefused_andTheNextFlows() {
    // Given
    ScriptedAgent agent = agent();
    agent.send(naming(agent, 1, SeriesName.of(world.system("foreign"), "m", Map.of(), "")));
    agent.awaitTrue("refusal", () -> agent.refusals().size() == 1);

    // When: one that is not there, one that was refused, one that will come later
    agent.send(using(agent, 2, 99, 1));
    agent.send(using(agent, 3, 1, 1));
    agent.send(using(agent, 4, 5, 1));
    agent.awaitTrue("refusals", () -> agent.refusals().size() == 4);
    agent.send(naming(agent, 5, series("later")));

    // Then
    agent.awaitAcks(5);
    assertThat(agent.refusals())
        .extracting(refusal -> refusal.getSeq() + " " + refusal.getReason())
        .containsExactlyInAnyOrder(
            "1 SUBJECT_NOT_ALLOWED", "2 INVALID_BATCH", "3 INVALID_BATCH", "4 INVALID_BATCH");
    assertThat(agent.refusals().get(1).getMessage()).contains("name the series");
    awaitSamples("later", 2);
    agent.close();
  }

  @Test
  void contentThatIsNone_isRefused() {
    // Given
    ScriptedAgent agent = agent();
    byte[] content = new BatchWriter(0, 0, List.of(series("m"))).content();
    content[1] = 77;

    // When
    agent.send(batch(agent, 1, content));

    // Then
    agent.awaitTrue("refusal", () -> agent.refusals().size() == 1);
    assertThat(agent.refusals().getFirst().getReason()).isEqualTo("INVALID_BATCH");
    assertThat(agent.refusals().getFirst().getMessage()).contains("at byte ", "bytes are missing");
    agent.close();
  }

  @Test
  void seriesThatBreaksARule_isQuarantinedInEachBatch_andTheOthersCount() {
    // Given
    ScriptedAgent agent = agent();
    var bad = SeriesName.of(system, "bad", Map.of("agent", "somebody-else"), "");
    agent.send(naming(agent, 1, bad, series("good")));
    agent.awaitAcks(1);

    // When
    agent.send(using(agent, 2, 1, 2));

    // Then
    agent.awaitAcks(2);
    awaitSamples("good", 3);
    Until.until("quarantine", () -> quarantined("series[0]"), count -> count == 2);
    assertThat(client.read(system, "bad").getSeriesCount()).isZero();
    agent.close();
  }

  private long quarantined(String item) {
    return session
        .execute(
            "SELECT item FROM quarantine WHERE agent = ? AND day = ?",
            name,
            Instant.now().getEpochSecond() / 86_400)
        .all()
        .stream()
        .filter(row -> item.equals(row.getString("item")))
        .count();
  }

  @Test
  void welcome_namesTheNewestFormatThatTheAgentWrites() {
    int number = NUMBERS.incrementAndGet();
    String both = world.agent("a" + number);
    world.inventory.enrol(both, world.system("s" + number));

    // When
    var newer = ScriptedAgent.dial(both, 7, client.channel, 1, 2);
    newer.await("welcome", () -> newer.first(response -> response.hasWelcome()));
    newer.close();
    var older = ScriptedAgent.dial(both, 8, client.channel, 1);
    older.await("welcome", () -> older.first(response -> response.hasWelcome()));

    // Then
    assertThat(newer.welcome().getFormat()).isEqualTo(2);
    assertThat(older.welcome().getFormat()).isEqualTo(1);
    older.close();
  }
}
