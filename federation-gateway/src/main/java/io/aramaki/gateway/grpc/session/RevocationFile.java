package io.aramaki.gateway.grpc.session;

import io.aramaki.gateway.domain.session.Revocations;
import io.aramaki.inventory.v1.WatchRevocationsResponse;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the list of revocations in a file, in the form in which inventory sends it.
public final class RevocationFile {
  private static final Logger log = LoggerFactory.getLogger(RevocationFile.class);

  private final Path path;

  /// @param directory the gateway's data directory
  public RevocationFile(Path directory) {
    this.path = directory.resolve("revocations.bin");
  }

  /// Answers the list that was kept; unknown if there is none or it cannot be read.
  Revocations read() {
    try {
      var kept = WatchRevocationsResponse.parseFrom(Files.readAllBytes(path));
      return Revocations.unknown()
          .with(kept.getAgentsList(), kept.getCertificatesSha256List(), kept.getComplete());
    } catch (NoSuchFileException _) {
      return Revocations.unknown();
    } catch (IOException e) {
      log.atWarn()
          .addKeyValue("file", path)
          .setCause(e)
          .log("kept revocations cannot be read; agents wait until inventory sends the list");
      return Revocations.unknown();
    }
  }

  /// Replaces the list. A failure costs only the next start without inventory, so it is logged.
  void write(Revocations revocations) {
    var message =
        WatchRevocationsResponse.newBuilder()
            .addAllAgents(new TreeSet<>(revocations.agents()))
            .addAllCertificatesSha256(new TreeSet<>(revocations.certificates()))
            .setComplete(revocations.known())
            .build();
    Path fresh = path.resolveSibling(path.getFileName() + ".new");
    try {
      Files.createDirectories(path.toAbsolutePath().getParent());
      Files.write(fresh, message.toByteArray());
      try (var channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      log.atWarn().addKeyValue("file", path).setCause(e).log("revocations cannot be kept");
    }
  }
}
