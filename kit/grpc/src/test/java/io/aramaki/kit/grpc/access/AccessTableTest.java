package io.aramaki.kit.grpc.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.kit.grpc.testbed.Contract;
import io.aramaki.type.v1.Access;
import io.aramaki.type.v1.Role;
import io.grpc.health.v1.HealthGrpc;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AccessTableTest {
  private static AccessTable table(Contract contract, SystemOf systemOf) {
    return AccessTable.of(List.of(contract.descriptor()), systemOf);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                                          | does not declare option (io.aramaki.type.v1.access)
          change: true                                                | declares no caller
          callers: CALLER_UNSPECIFIED                                 | declares no caller
          callers: 99                                                 | declares no caller
          callers: PERSON scope: SELF                                 | admits PERSON but declares no role
          callers: PERSON role: VIEWER                                | admits PERSON but declares no scope
          callers: AGENT services: 'gateway'                          | lists services but does not admit SERVICE
          callers: PERSON role: VIEWER scope: SYSTEM                  | has scope SYSTEM but no resource_field
          callers: PERSON role: VIEWER scope: SYSTEM resource_field: 'nome'       | test.v1.Note has no field "nome"
          callers: PERSON role: VIEWER scope: SYSTEM resource_field: 'inner.nome' | test.v1.Note has no field "nome"
          callers: PERSON role: VIEWER scope: SYSTEM resource_field: 'number'     | must be a single STRING
          callers: PERSON role: VIEWER scope: SYSTEM resource_field: 'names'      | must be a single STRING
          callers: PERSON role: VIEWER scope: SYSTEM resource_field: 'name.inner' | must be a single MESSAGE
          """)
  void server_withAnRpcThatDeclaresThis_isRefused(String access, String problem) {
    // Given
    var contract = new Contract().unary("Do", access, request -> request);
    // When Then
    assertThatThrownBy(() -> table(contract, SystemOf.systems()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("test.v1.Probe/Do")
        .hasMessageContaining(problem);
  }

  @Test
  void server_withoutTheSystemOfItsResources_isRefused() {
    // Given
    var contract =
        new Contract()
            .unary(
                "Get",
                "callers: PERSON role: VIEWER scope: SYSTEM resource_field: 'name'",
                "/v1/{name=orgs/*/notes/*/lines/*}",
                request -> request);
    // When Then
    assertThatThrownBy(() -> table(contract, SystemOf.systems()))
        .hasMessageContaining("no SystemOf is registered for orgs/*/notes/*/lines/*");
    assertThat(table(contract, SystemOf.systems().with("notes", _ -> Optional.empty())).all())
        .hasSize(1);
  }

  @Test
  void server_withSystemScopeOnAStreamOfRequests_isRefused() {
    // Given
    var contract =
        new Contract()
            .bidi(
                "Chat",
                "callers: PERSON role: VIEWER scope: SYSTEM resource_field: 'name'",
                observer -> observer);
    // When Then
    assertThatThrownBy(() -> table(contract, SystemOf.systems()))
        .hasMessageContaining("a stream of requests names no one resource");
  }

  @Test
  void server_withSeveralBadRpcs_isToldAllAtOnce() {
    // Given
    var contract =
        new Contract()
            .unary("One", "", request -> request)
            .unary("Two", "callers: PERSON", request -> request)
            .unary("Three", "callers: SERVICE", request -> request);
    // When Then
    assertThatThrownBy(() -> table(contract, SystemOf.systems()))
        .hasMessageContaining("2 RPCs")
        .hasMessageContaining("Probe/One")
        .hasMessageContaining("Probe/Two")
        .hasMessageNotContaining("Probe/Three");
  }

  @Test
  void healthService_withoutDeclaration_isForServicesOnly() {
    // When
    var table = AccessTable.of(List.of(HealthGrpc.getServiceDescriptor()), SystemOf.systems());
    // Then
    assertThat(table.all()).isNotEmpty();
    assertThat(table.all())
        .allSatisfy(access -> assertThat(access.callers()).containsExactly(Access.Caller.SERVICE));
  }

  @Test
  void declaration_isReadInFull() {
    // Given
    var contract =
        new Contract()
            .unary(
                "Do",
                "callers: [PERSON, SERVICE] services: 'gateway' role: OPERATOR scope: SYSTEM"
                    + " resource_field: 'inner.name' change: true rate_per_second: 7",
                request -> request);
    // When
    var access = table(contract, SystemOf.systems()).find("test.v1.Probe/Do").orElseThrow();
    // Then
    assertThat(access.callers())
        .containsExactlyInAnyOrder(Access.Caller.PERSON, Access.Caller.SERVICE);
    assertThat(access.services()).containsExactly("gateway");
    assertThat(access.role()).isEqualTo(Role.OPERATOR);
    assertThat(access.ratePerSecond()).isEqualTo(7);
    assertThat(access.change()).isTrue();
    assertThat(access.repeatable()).isFalse();
    assertThat(access.manyRequests()).isFalse();
    var request = contract.noteWith("inner", contract.note("name", "orgs/-/systems/web"));
    var field = access.resource().orElseThrow();
    assertThat(field.read(request)).isEqualTo("orgs/-/systems/web");
    assertThat(field.read(contract.note())).isEmpty();
    assertThat(field.write(contract.note(), "orgs/-/systems/web")).isEqualTo(request);
  }
}
