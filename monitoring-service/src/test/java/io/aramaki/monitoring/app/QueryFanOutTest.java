package io.aramaki.monitoring.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.aramaki.kit.cassandra.CassandraConfig;
import io.aramaki.kit.codec.batch.BatchWriter;
import io.aramaki.kit.codec.batch.SeriesName;
import io.aramaki.kit.grpc.client.ClientChannel;
import io.aramaki.kit.testing.CassandraExtension;
import io.aramaki.monitoring.v1.ListLabelValuesRequest;
import io.aramaki.monitoring.v1.ListLabelValuesResponse;
import io.aramaki.monitoring.v1.ListSeriesRequest;
import io.aramaki.monitoring.v1.ListSeriesResponse;
import io.aramaki.monitoring.v1.QueryInstantRequest;
import io.aramaki.monitoring.v1.QueryInstantResponse;
import io.aramaki.monitoring.v1.QueryServiceGrpc;
import io.aramaki.monitoring.v1.QueryServiceGrpc.QueryServiceBlockingStub;
import io.aramaki.monitoring.v1.SelectSeriesRequest;
import io.aramaki.monitoring.v1.WriteSamplesRequest;
import io.aramaki.monitoring.v1.WriteServiceGrpc;
import io.aramaki.type.v1.Matcher;
import io.aramaki.type.v1.Right;
import io.aramaki.type.v1.Role;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Queries over the series of two instances on a real Cassandra, the second one a process of its
/// own.
@ExtendWith(CassandraExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // the fields are set before the first test
final class QueryFanOutTest {
  private static final String QUERY = "io.aramaki.monitoring.v1.QueryService/";

  /// With as many systems, each instance owns the series of some.
  private static final int SYSTEMS = 40;

  /// A series longer than one part of a piece, and all parts longer than one piece.
  private static final int LONG = 90_000;

  private static final int BATCH = 9_000;

  private World world;
  private MonitoringApp app;
  private Client client;
  private ChildInstance other;
  private Client atOther;
  private ClientChannel direct;
  private ClientChannel directAtOther;
  private long now;

  @BeforeAll
  void start(CassandraConfig cassandra, @TempDir Path directory) throws Exception {
    world = new World(directory, cassandra);
    app = world.start("m1");
    client = new Client(world, app);
    other = ChildInstance.start(world.yaml("m2"), "");
    atOther = new Client(world, other.address);
    direct = world.asMonitoring(Objects.requireNonNull(app.addresses().get("grpc")));
    directAtOther = world.asMonitoring(other.address);
    now = System.currentTimeMillis() / 1000 * 1000;
    world.inventory.rights.put(
        world.org + "/users/admin",
        List.of(Right.newBuilder().setRole(Role.ADMIN).setOrganisationWide(true).build()));
    world.inventory.rights.put(
        world.org + "/users/ada",
        List.of(
            Right.newBuilder()
                .setRole(Role.VIEWER)
                .addSystems(world.system("s3"))
                .addSystems(world.system("s4"))
                .build()));
    for (int i = 0; i < SYSTEMS; i++) {
      write(i % 2 == 0 ? client : atOther, "s" + i, "m", new long[] {now - 1000}, i);
    }
    write(client, "both", "twice", new long[] {now - 2000}, 1);
    write(atOther, "both", "twice", new long[] {now - 1000}, 2);
    for (long from = now - LONG; from < now; from += BATCH) {
      write(atOther, "long", "samples", LongStream.range(from, from + BATCH).toArray(), 7);
    }
    Until.until("each owns some", () -> own(direct), count -> count > 0 && count < SYSTEMS);
    Until.until("both know all", () -> own(direct) + own(directAtOther), count -> count == SYSTEMS);
    for (Client one : List.of(client, atOther)) {
      Until.until(
          "all samples are known",
          () -> instant(one, "admin", "sum(count_over_time({__name__=~\"twice|samples\"}[5m]))"),
          answer -> value(answer) == 2 + LONG);
    }
  }

  @AfterAll
  void stop() {
    directAtOther.close();
    direct.close();
    atOther.close();
    client.close();
    other.close();
    app.close();
    world.close();
  }

  private void write(Client at, String system, String metric, long[] times, double value) {
    var name = SeriesName.of(world.system(system), metric, Map.of("job", "j"), "");
    var writer = new BatchWriter(0, 0, List.of(name));
    var values = new double[times.length];
    Arrays.fill(values, value);
    writer.add(0, times, values, times.length);
    var _ =
        WriteServiceGrpc.newBlockingStub(
                world.asPerson(
                    at.channel, "admin", "io.aramaki.monitoring.v1.WriteService/WriteSamples"))
            .writeSamples(
                WriteSamplesRequest.newBuilder()
                    .setParent(world.system(system))
                    .setContent(ByteString.copyFrom(writer.content()))
                    .setSampleCount(times.length)
                    .setSeriesCount(1)
                    .build());
  }

  /// How many series of the metric `m` an instance itself has.
  private static int own(ClientChannel at) {
    var request =
        SelectSeriesRequest.newBuilder()
            .setWant(SelectSeriesRequest.Want.SERIES)
            .setAllSystems(true)
            .addSelectors(
                SelectSeriesRequest.Selector.newBuilder()
                    .addMatchers(
                        Matcher.newBuilder()
                            .setName("__name__")
                            .setOp(Matcher.Op.EQUAL)
                            .setValue("m")))
            .build();
    var count = new ArrayList<Integer>();
    QueryServiceGrpc.newBlockingStub(at)
        .selectSeries(request)
        .forEachRemaining(piece -> count.add(piece.getSeriesCount()));
    return count.stream().mapToInt(i -> i).sum();
  }

  private QueryServiceBlockingStub stub(Client at, String user, String method) {
    return QueryServiceGrpc.newBlockingStub(world.asPerson(at.channel, user, QUERY + method));
  }

  private QueryInstantResponse instant(Client at, String user, String query) {
    return stub(at, user, "QueryInstant")
        .queryInstant(
            QueryInstantRequest.newBuilder()
                .setParent(world.org)
                .setQuery(query)
                .setTimeMs(now)
                .build());
  }

  private static double value(QueryInstantResponse answer) {
    return answer.getSeriesCount() == 0 ? 0 : answer.getSeries(0).getValues(0);
  }

  @Test
  void eachInstance_answersForAll() {
    for (Client one : List.of(client, atOther)) {
      // When
      QueryInstantResponse all = instant(one, "admin", "m");
      ListLabelValuesResponse systems = systems(one, "admin", "m");

      // Then
      assertThat(all.getUnavailableInstancesList()).isEmpty();
      assertThat(all.getSeriesList())
          .extracting(series -> series.getLabelsMap().get("system"))
          .hasSize(SYSTEMS)
          .isSorted()
          .doesNotHaveDuplicates();
      assertThat(value(instant(one, "admin", "sum(m)"))).isEqualTo(SYSTEMS * (SYSTEMS - 1) / 2.0);
      assertThat(systems.getValuesList()).hasSize(SYSTEMS);
      assertThat(series(one, "admin", "m").getSeriesList()).hasSize(SYSTEMS);
    }
  }

  private ListLabelValuesResponse systems(Client at, String user, String selector) {
    return stub(at, user, "ListLabelValues")
        .listLabelValues(
            ListLabelValuesRequest.newBuilder()
                .setParent(world.org)
                .setLabel("system")
                .addSelectors(selector)
                .build());
  }

  private ListSeriesResponse series(Client at, String user, String selector) {
    return stub(at, user, "ListSeries")
        .listSeries(
            ListSeriesRequest.newBuilder().setParent(world.org).addSelectors(selector).build());
  }

  @Test
  void seriesThatTwoInstancesTook_isOneSeries() {
    for (Client one : List.of(client, atOther)) {
      assertThat(instant(one, "admin", "twice[1m]").getSeriesList())
          .singleElement()
          .satisfies(series -> assertThat(series.getValuesList()).containsExactly(1.0, 2.0));
      assertThat(value(instant(one, "admin", "sum(sum_over_time(twice[1m]))"))).isEqualTo(3);
      assertThat(series(one, "admin", "twice").getSeriesList()).hasSize(1);
    }
  }

  @Test
  void longSeries_comesWholeFromTheOther() {
    for (Client one : List.of(client, atOther)) {
      assertThat(value(instant(one, "admin", "count_over_time(samples[5m])"))).isEqualTo(LONG);
      assertThat(value(instant(one, "admin", "sum_over_time(samples[5m])"))).isEqualTo(7.0 * LONG);
    }
  }

  @Test
  void visibility_isThatOfTheCaller_atBoth() {
    for (Client one : List.of(client, atOther)) {
      assertThat(instant(one, "ada", "m").getSeriesList())
          .extracting(series -> series.getLabelsMap().get("system"))
          .containsExactly("s3", "s4");
      assertThat(systems(one, "ada", "{job=\"j\"}").getValuesList()).containsExactly("s3", "s4");
      assertThat(series(one, "ada", "{job=\"j\"}").getSeriesList()).hasSize(2);
    }
  }

  @Test
  void instanceThatDied_isNamed_andTheRestIsAnswered() throws Exception {
    try (var dying = ChildInstance.start(world.yaml("m3"), "")) {
      // Given
      Until.until(
          "all of them answer",
          () -> instant(client, "admin", "sum(m)"),
          answer -> value(answer) == SYSTEMS * (SYSTEMS - 1) / 2.0);
      Until.until(
          "the third owns some", () -> own(direct) + own(directAtOther), count -> count < SYSTEMS);

      // When
      dying.kill();
      QueryInstantResponse answer = instant(client, "admin", "count(m)");
      ListLabelValuesResponse systems = systems(client, "admin", "m");

      // Then
      assertThat(answer.getUnavailableInstancesList()).containsExactly("m3");
      assertThat(value(answer)).isBetween(1.0, SYSTEMS - 1.0);
      assertThat(systems.getUnavailableInstancesList()).containsExactly("m3");
    }
    for (Client one : List.of(client, atOther)) {
      Until.until(
          "others have taken over",
          () -> instant(one, "admin", "count(m)"),
          found -> value(found) == SYSTEMS && found.getUnavailableInstancesCount() == 0);
    }
  }
}
