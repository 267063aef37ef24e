package io.aramaki.bench.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadersTest {
  private static final long HOUR_MS = 3_600_000;

  private final List<String> asked = new ArrayList<>();
  private HttpServer server;
  private Door door;
  private int status = 200;
  private String answer = "";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
    server.createContext(
        "/",
        exchange -> {
          asked.add(
              URLDecoder.decode(exchange.getRequestURI().getRawQuery(), StandardCharsets.UTF_8));
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    door = Door.local(server.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    door.close();
    server.stop(0);
  }

  private static void assertTwoSamples(HostSamples samples) {
    HostSamples.Columns columns = samples.series("m|dev1");
    assertThat(samples.keys()).containsExactly("m|dev1");
    assertThat(columns.count()).isEqualTo(2);
    assertThat(columns.time(0)).isEqualTo(1_700_000_000_000L);
    assertThat(columns.value(0)).isEqualTo(0.1);
    assertThat(columns.time(1)).isEqualTo(1_700_000_010_001L);
    assertThat(columns.value(1)).isEqualTo(1e22);
  }

  @Test
  void read_refused_saysTheServersText() {
    // Given
    status = 422;
    answer = "query processing would load too many samples";

    // Then
    assertThatThrownBy(() -> new PromReader(door).read("h", 0, 1))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "/api/v1/query was answered with 422: query processing would load too many samples");
  }

  @Test
  void prometheus_windows_coverEachTimeOnce() throws IOException {
    // Given
    answer = "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[]}}";

    // When
    new PromReader(door).read("h", 0, 3 * HOUR_MS);

    // Then
    assertThat(asked).hasSize(2);
    assertThat(asked.getFirst()).contains("{host=\"h\"}[7200000ms]").contains("time=7199.999");
    assertThat(asked.getLast()).contains("{host=\"h\"}[3600000ms]").contains("time=10799.999");
  }

  @Test
  void prometheus_matrix_isRead() throws IOException {
    // Given
    answer =
        """
        {"status":"success","data":{"resultType":"matrix","result":[{"metric":{"__name__":"m","device":"dev1",\
        "host":"h"},"values":[[1700000000,"0.1"],[1700000010.001,"1e+22"]]}]}}\
        """;

    // Then
    assertTwoSamples(new PromReader(door).read("h", 0, HOUR_MS));
  }

  @Test
  void export_lines_areRead() throws IOException {
    // Given
    answer =
        """
        {"metric":{"__name__":"m","device":"dev1","host":"h"},"values":[0.1],"timestamps":[1700000000000]}
        {"metric":{"__name__":"m","device":"dev1","host":"h"},"values":[1e22],"timestamps":[1700000010001]}
        """;

    // Then
    assertTwoSamples(new ExportReader(door).read("h", 0, HOUR_MS));
    assertThat(asked.getFirst()).contains("{host=\"h\"}").contains("end=3599.999");
  }

  @Test
  void influx_chunks_areRead() throws IOException {
    // Given
    answer =
        """
        {"results":[{"series":[{"name":"m","tags":{"device":"dev1"},"columns":["time","value"],\
        "values":[[1700000000000,0.1]]}],"partial":true}]}
        {"results":[{"series":[{"name":"m","tags":{"device":"dev1"},"columns":["time","value"],\
        "values":[[1700000010001,1e22]]}]}]}
        """;

    // Then
    assertTwoSamples(new InfluxReader(door, "bench").read("h", 0, HOUR_MS));
  }

  @Test
  void influx_error_isThrown() {
    // Given
    answer = "{\"results\":[{\"error\":\"database not found: bench\"}]}";

    // Then
    assertThatThrownBy(() -> new InfluxReader(door, "bench").read("h", 0, HOUR_MS))
        .hasMessage("the query failed: database not found: bench");
  }

  @Test
  void query_values_areByHostAndTime() throws IOException {
    // Given
    answer =
        """
        {"status":"success","data":{"resultType":"vector","result":[\
        {"metric":{"host":"a"},"value":[1700000000.5,"2.5"]},\
        {"metric":{"host":"b"},"value":[1700000000.5,"+Inf"]}]}}\
        """;

    // When
    Map<String, Double> values = PromQuery.instant("top", "up", 1_700_000_000_500L).values(door);

    // Then
    assertThat(values)
        .containsEntry("a@1700000000500", 2.5)
        .containsEntry("b@1700000000500", Double.POSITIVE_INFINITY)
        .hasSize(2);
  }
}
