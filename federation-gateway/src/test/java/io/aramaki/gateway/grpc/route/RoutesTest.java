package io.aramaki.gateway.grpc.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.AnnotationsProto;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.aramaki.gateway.grpc.call.Backend;
import io.aramaki.gateway.testing.ExamplePaths;
import io.aramaki.gateway.testing.ProtoServices;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class RoutesTest {
  private final Routes routes = Routes.of(Backend.allServices());

  @Test
  void everyRouteOfEveryProto_leadsToItsRpcWithItsVariables() {
    for (Route route : routes.all()) {
      // Given a path of this shape
      String path = ExamplePaths.of(route.path());

      // When
      Routes.Match match = routes.find(route.verb(), path);

      // Then
      assertThat(match)
          .as("%s as %s", route, path)
          .isInstanceOfSatisfying(
              Routes.Match.Found.class,
              found -> {
                assertThat(found.route().rpc()).isSameAs(route.rpc());
                assertThat(found.variables().keySet()).isEqualTo(route.template().fields());
                found
                    .variables()
                    .values()
                    .forEach(value -> assertThat(value).startsWith("orgs/x").doesNotContain(":"));
              });
    }
  }

  @Test
  void routes_areAllThatTheProtosDeclare() {
    var declared = new TreeSet<String>();
    for (ServiceDescriptor service : ProtoServices.all()) {
      service.getMethods().stream()
          .filter(method -> method.getOptions().hasExtension(AnnotationsProto.http))
          .forEach(
              method -> declared.add(method.getService().getFullName() + "/" + method.getName()));
    }

    assertThat(routes.all().stream().map(route -> route.rpc().getFullMethodName()))
        .containsExactlyInAnyOrderElementsOf(declared)
        .hasSizeGreaterThan(40);
  }

  @Test
  void verbOfAPath_thatItDoesNotHave_isToldWhichItHas() {
    assertThat(routes.find("PUT", "/v1/orgs/-/systems/web"))
        .isEqualTo(new Routes.Match.WrongVerb(List.of("DELETE", "GET", "PATCH")));
  }

  @Test
  void unknownPaths_areUnknown() {
    Stream.of(
            "/",
            "/v1",
            "/v1/",
            "/v1/orgs",
            "/v1/orgs/-/systems/",
            "/v1/orgs//systems",
            "/v1/orgs/-/systems/web/",
            "/v1/orgs/-/systems/web:explode",
            "/v1/orgs/-/alerts/a:acknowledge:resolve",
            "/v2/orgs/-/systems",
            "/v1/orgs/-/systems%2Fweb")
        .forEach(path ->
            assertThat(routes.find("GET", path)).as(path).isInstanceOf(Routes.Match.Unknown.class));
  }

  @Test
  void encodedSlash_staysWithinItsSegment() {
    assertThat(routes.find("GET", "/v1/orgs/-/systems/a%2Fb"))
        .isInstanceOfSatisfying(
            Routes.Match.Found.class,
            found -> assertThat(found.variables()).isEqualTo(Map.of("name", "orgs/-/systems/a/b")));
  }

  @Test
  void pathWithABrokenEscape_isBadInput() {
    assertThatThrownBy(() -> routes.find("GET", "/v1/orgs/%zz/systems"))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("percent");
  }

  @Test
  void streams_areKnownAsStreams() {
    var streaming = new TreeMap<String, Boolean>();
    routes.all().forEach(route -> streaming.put(route.toString(), route.isStreaming()));

    assertThat(streaming.entrySet().stream().filter(Map.Entry::getValue).map(Map.Entry::getKey))
        .containsExactly("GET /v1/{name=orgs/*/actions/*/runs/*}:watch");
  }
}
