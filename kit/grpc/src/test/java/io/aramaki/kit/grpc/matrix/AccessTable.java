package io.aramaki.kit.grpc.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ServiceDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// The file `access.md` next to a test: who may call what, as it was last reviewed.
public final class AccessTable {
  private static final String FILE = "access.md";

  private AccessTable() {}

  /// Checks that a matrix is still what the file next to a test says. What it is now is left in
  /// `target`, to be copied if the change is meant.
  public static void assertUnchanged(AccessMatrix matrix, Class<?> test) throws IOException {
    Path actual = Files.createDirectories(Path.of("target")).resolve(FILE);
    var _ = Files.writeString(actual, matrix.table());
    try (var reviewed = Objects.requireNonNull(test.getResourceAsStream(FILE), FILE)) {
      assertThat(Files.readString(actual))
          .as("who may call what has changed; if it is meant, copy %s", actual)
          .isEqualTo(new String(reviewed.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /// Checks that services are all those of a proto package, so that none is left out of the table.
  /// The sources say which there are: a list in code would be the one that forgets.
  public static void assertHasAllOf(String protoPackage, Collection<ServiceDescriptor> services)
      throws IOException {
    Path protos =
        Path.of(System.getProperty("aramaki.root", ".."))
            .resolve("proto/src/main/protobuf")
            .resolve(protoPackage.replace('.', '/'));
    List<String> names;
    try (var files = Files.list(protos)) {
      names =
          files
              .flatMap(AccessTable::servicesIn)
              .map(service -> protoPackage + "." + service)
              .toList();
    }
    assertThat(names).isNotEmpty();
    assertThat(services).extracting(ServiceDescriptor::getName).containsAll(names);
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
}
