package io.aramaki.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.aramaki.gateway.app.WrongBodies.Body;
import io.aramaki.gateway.grpc.call.Backend;
import io.aramaki.gateway.grpc.route.Route;
import io.aramaki.gateway.grpc.route.Routes;
import io.aramaki.gateway.testing.ExamplePaths;
import io.aramaki.gateway.testing.GatewayFixture;
import io.aramaki.gateway.web.write.WriteSite;
import io.aramaki.kit.app.Environment;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every REST route that the running door has refuses what it does not know and what is of a wrong
/// type, says where that is, and asks no service.
final class RestStrictnessTest {
  private static final String RIGHT_TYPE = "(is needed, not |is no )";

  @TempDir static Path directory;
  private static GatewayFixture gateway;
  private static List<Route> routes;

  @BeforeAll
  static void open() {
    gateway = new GatewayFixture(directory, Environment.system());
    Map<String, Route> known =
        Routes.of(Backend.allServices()).all().stream()
            .collect(Collectors.toMap(Route::toString, Function.identity()));
    routes =
        gateway.app().routes().stream()
            .filter(route -> route.contains(" /v1/"))
            .filter(route -> !WriteSite.PATHS.contains(route.substring(route.indexOf('/'))))
            .map(route -> Objects.requireNonNull(known.get(route), route))
            .toList();
  }

  @AfterAll
  static void close() {
    gateway.close();
  }

  @Test
  void body_withAnUnknownKeyAnywhere_isRefusedWithThePlaceAndTheValidKeys() throws Exception {
    var wrong = new ArrayList<String>();
    for (Route route : withBody()) {
      for (Body body :
          WrongBodies.withUnknownKeys(route.requestPrototype().getDescriptorForType())) {
        HttpResponse<String> answer = send(route, "", body.json());
        if (!isRefused(answer, body.path() + ": unknown key")
            || !body.right().stream().allMatch(answer.body()::contains)) {
          wrong.add(line(route, body.json(), answer));
        }
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(asked()).isEmpty();
  }

  @Test
  void body_withAValueOfAWrongTypeAnywhere_isRefusedWithThePlaceAndTheRightType() throws Exception {
    var wrong = new ArrayList<String>();
    for (Route route : withBody()) {
      for (Body body :
          WrongBodies.withWrongTypes(route.requestPrototype().getDescriptorForType())) {
        HttpResponse<String> answer = send(route, "", body.json());
        if (!isRefused(answer, body.path() + ": ")
            || !answer.body().matches("(?s).*" + RIGHT_TYPE + ".*")
            || !body.right().stream().allMatch(answer.body()::contains)) {
          wrong.add(line(route, body.json(), answer));
        }
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(asked()).isEmpty();
  }

  @Test
  void body_whereNoneIsTaken_isRefused() throws Exception {
    var wrong = new ArrayList<String>();
    for (Route route : routes) {
      if (route.body().isEmpty()) {
        HttpResponse<String> answer = send(route, "", "{\"zzz\":1}");
        if (answer.statusCode() != 400
            || !answer.body().contains(" takes no body; put parameters into the query")) {
          wrong.add(line(route, "{\"zzz\":1}", answer));
        }
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(asked()).isEmpty();
  }

  @Test
  void query_withAnUnknownParameter_isRefusedByItsName() throws Exception {
    var wrong = new ArrayList<String>();
    for (Route route : routes) {
      HttpResponse<String> answer = send(route, "?zzz=1", "");
      String why = route.body().isEmpty() ? "unknown parameter; " : route + " takes its fields in";
      if (!isRefused(answer, "zzz: " + why)) {
        wrong.add(line(route, "?zzz=1", answer));
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(asked()).isEmpty();
  }

  @Test
  void query_withAValueOfAWrongType_isRefusedWithItsName() throws Exception {
    var wrong = new ArrayList<String>();
    for (Route route : routes) {
      for (FieldDescriptor field : parameters(route)) {
        String query = "?" + field.getName() + "=%3F";
        HttpResponse<String> answer = send(route, query, "");
        if (!isRefused(answer, field.getName() + ": ")) {
          wrong.add(line(route, query, answer));
        }
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(asked()).isEmpty();
  }

  private static List<Route> withBody() {
    List<Route> all = routes.stream().filter(route -> !route.body().isEmpty()).toList();
    assertThat(all).isNotEmpty();
    return all;
  }

  /// Answers the parameters of a query for which not every text is right.
  private static List<FieldDescriptor> parameters(Route route) {
    return route.body().isEmpty()
        ? route.requestPrototype().getDescriptorForType().getFields().stream()
            .filter(field -> field.getJavaType() != FieldDescriptor.JavaType.STRING)
            .toList()
        : List.of();
  }

  private static HttpResponse<String> send(Route route, String query, String body)
      throws Exception {
    String path = ExamplePaths.of(route.path()).replaceAll("orgs/x\\d+", "orgs/-");
    HttpRequest.Builder request = gateway.asAlice(path + query);
    return gateway.send(
        body.isEmpty()
            ? request.method(route.verb(), BodyPublishers.noBody())
            : request
                .header("Content-Type", "application/json")
                .method(route.verb(), BodyPublishers.ofString(body)));
  }

  private static boolean isRefused(HttpResponse<String> answer, String message) {
    return answer.statusCode() == 400
        && answer.body().contains("\"INVALID_REQUEST\"")
        && answer.body().contains("\"message\":\"" + message);
  }

  /// Answers which RPCs of these routes were called, which none should be.
  private static List<String> asked() {
    return routes.stream()
        .map(Route::rpcName)
        .filter(rpc -> !gateway.script().calls(rpc).isEmpty())
        .toList();
  }

  private static String line(Route route, String sent, HttpResponse<String> answer) {
    return route + " <- " + sent + " -> " + answer.statusCode() + " " + answer.body().strip();
  }
}
