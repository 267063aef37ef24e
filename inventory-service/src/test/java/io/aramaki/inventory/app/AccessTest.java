package io.aramaki.inventory.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.agent.v1.ControlSessionServiceGrpc;
import io.aramaki.inventory.v1.ActionServiceGrpc;
import io.aramaki.inventory.v1.AgentServiceGrpc;
import io.aramaki.inventory.v1.AuditServiceGrpc;
import io.aramaki.inventory.v1.EnrolmentServiceGrpc;
import io.aramaki.inventory.v1.FactServiceGrpc;
import io.aramaki.inventory.v1.KeyServiceGrpc;
import io.aramaki.inventory.v1.LoginServiceGrpc;
import io.aramaki.inventory.v1.RunServiceGrpc;
import io.aramaki.inventory.v1.SystemServiceGrpc;
import io.aramaki.inventory.v1.UserServiceGrpc;
import io.aramaki.kit.cassandra.CassandraConfig;
import io.aramaki.kit.grpc.matrix.AccessMatrix;
import io.aramaki.kit.grpc.matrix.AccessTable;
import io.aramaki.kit.grpc.matrix.MemberCallers;
import io.aramaki.kit.testing.CassandraExtension;
import io.grpc.ServiceDescriptor;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Every RPC of inventory times every kind of caller.
@ExtendWith(CassandraExtension.class)
final class AccessTest {
  static final List<ServiceDescriptor> DESCRIPTORS =
      List.of(
          SystemServiceGrpc.getServiceDescriptor(),
          FactServiceGrpc.getServiceDescriptor(),
          AgentServiceGrpc.getServiceDescriptor(),
          EnrolmentServiceGrpc.getServiceDescriptor(),
          KeyServiceGrpc.getServiceDescriptor(),
          LoginServiceGrpc.getServiceDescriptor(),
          UserServiceGrpc.getServiceDescriptor(),
          ActionServiceGrpc.getServiceDescriptor(),
          RunServiceGrpc.getServiceDescriptor(),
          AuditServiceGrpc.getServiceDescriptor(),
          ControlSessionServiceGrpc.getServiceDescriptor());

  private final Rig rig;

  AccessTest(CassandraConfig cassandra) {
    rig = Rig.on(cassandra);
  }

  @Test
  void everyRpc_byEveryKindOfCaller_isAsDeclared() {
    // Given
    var matrix = matrix();

    // When
    try (var callers = new MemberCallers(new RigOrganisation(rig), "inventory", rig::target)) {
      // Then
      assertThat(matrix.failures(callers)).isEmpty();
    }
    assertThat(matrix.cells()).hasSizeGreaterThan(700);
  }

  @Test
  void declarations_areThoseOfTheTable() throws IOException {
    AccessTable.assertUnchanged(matrix(), AccessTest.class);
  }

  @Test
  void services_ofTheProtos_areAllInTheTable() throws IOException {
    AccessTable.assertHasAllOf("io.aramaki.inventory.v1", DESCRIPTORS);
  }

  private static AccessMatrix matrix() {
    return AccessMatrix.of(DESCRIPTORS);
  }
}
