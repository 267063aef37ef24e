package io.aramaki.inventory.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.agent.v1.ControlSessionServiceGrpc;
import io.aramaki.inventory.domain.role.Role;
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
import io.aramaki.kit.testing.CassandraExtension;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Every RPC of inventory times every kind of caller.
@ExtendWith(CassandraExtension.class)
final class AccessTest {
  private final Rig rig;

  AccessTest(CassandraConfig cassandra) {
    rig = Rig.on(cassandra);
  }

  @Test
  void everyRpc_byEveryKindOfCaller_isAsDeclared() {
    var matrix =
        AccessMatrix.of(
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
                ControlSessionServiceGrpc.getServiceDescriptor()));
    String elsewhere = rig.system();

    try (var callers =
        new RigCallers(
            rig,
            rig.user(Role.VIEWER),
            rig.user(Role.VIEWER, ""),
            rig.user(Role.OPERATOR, elsewhere),
            rig.user(Role.ADMIN, ""))) {
      assertThat(matrix.failures(callers)).isEmpty();
    }
    assertThat(matrix.cells()).hasSizeGreaterThan(700);
  }
}
