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
import io.aramaki.kit.grpc.matrix.MemberCallers;
import io.aramaki.kit.testing.CassandraExtension;
import io.grpc.ServiceDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Every RPC of inventory times every kind of caller.
@ExtendWith(CassandraExtension.class)
final class AccessTest {
  private static final List<ServiceDescriptor> DESCRIPTORS =
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
    // Given
    Path actual = Files.createDirectories(Path.of("target")).resolve("access.md");
    String table;
    try (var file = Objects.requireNonNull(AccessTest.class.getResourceAsStream("access.md"))) {
      table = new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }

    // When
    var _ = Files.writeString(actual, matrix().table());

    // Then
    assertThat(Files.readString(actual))
        .as("who may call what has changed; if it is meant, copy %s", actual)
        .isEqualTo(table);
  }

  @Test
  void services_ofTheProtos_areAllInTheTable() throws IOException {
    // Given
    Path protos =
        Path.of(System.getProperty("aramaki.root", ".."))
            .resolve("proto/src/main/protobuf/io/aramaki/inventory/v1");

    // When
    List<String> services;
    try (var files = Files.list(protos)) {
      services =
          files
              .flatMap(AccessTest::servicesIn)
              .map(service -> "io.aramaki.inventory.v1." + service)
              .toList();
    }

    // Then
    assertThat(services).isNotEmpty();
    assertThat(DESCRIPTORS).extracting(ServiceDescriptor::getName).containsAll(services);
  }

  private static Stream<String> servicesIn(Path proto) {
    try {
      return Files.readAllLines(proto).stream()
          .filter(line -> line.startsWith("service "))
          .map(line -> line.split(" ", -1)[1]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static AccessMatrix matrix() {
    return AccessMatrix.of(DESCRIPTORS);
  }
}
