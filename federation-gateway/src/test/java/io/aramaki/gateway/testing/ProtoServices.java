package io.aramaki.gateway.testing;

import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.aramaki.type.v1.Access;
import io.grpc.protobuf.ProtoServiceDescriptorSupplier;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Every gRPC service that the proto module has, found by its class files, so that one that nobody
/// listed is found all the same.
public final class ProtoServices {
  private static final String SUFFIX = "ServiceGrpc.class";

  private ProtoServices() {}

  public static List<ServiceDescriptor> all() {
    Path code =
        Path.of(
            URI.create(
                Access.class.getProtectionDomain().getCodeSource().getLocation().toString()));
    try {
      if (Files.isDirectory(code)) {
        return in(code);
      }
      try (FileSystem jar = FileSystems.newFileSystem(code, Map.of())) {
        return in(jar.getPath("/"));
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<ServiceDescriptor> in(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .map(file -> root.relativize(file).toString())
          .filter(name -> name.endsWith(SUFFIX))
          .map(ProtoServices::descriptor)
          .toList();
    }
  }

  private static ServiceDescriptor descriptor(String file) {
    String name = file.substring(0, file.length() - ".class".length()).replace('/', '.');
    try {
      var service =
          (io.grpc.ServiceDescriptor)
              Class.forName(name).getMethod("getServiceDescriptor").invoke(null);
      if (service.getSchemaDescriptor() instanceof ProtoServiceDescriptorSupplier supplier) {
        return supplier.getServiceDescriptor();
      }
      throw new IllegalStateException(file + " has no descriptor");
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(file, e);
    }
  }
}
