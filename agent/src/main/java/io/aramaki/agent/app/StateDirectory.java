package io.aramaki.agent.app;

import io.aramaki.kit.app.BadConfiguration;
import io.aramaki.kit.security.PrivateFiles;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// Where the agent keeps everything.
///
/// ```text
/// tls/                 key and certificates       enrolment    name, system, gateways
/// keyset.signed        the organisation's keys    checks.signed, actions.signed
/// spool/               batches                    refused/     batches that the server refused
/// runs/                the journal of runs        lock         held while the agent runs
/// ```
record StateDirectory(Path path) {
  Path tls() {
    return path.resolve("tls");
  }

  Path keySet() {
    return path.resolve("keyset.signed");
  }

  Path spool() {
    return path.resolve("spool");
  }

  Path refused() {
    return path.resolve("refused");
  }

  Path runs() {
    return path.resolve("runs");
  }

  /// What enrolment found out.
  ///
  /// @param name the agent, by resource name
  /// @param system the system that its host is
  /// @param gateways the addresses of the token
  record Enrolled(String name, String system, List<String> gateways) {
    Enrolled {
      gateways = List.copyOf(gateways);
    }
  }

  private Path enrolment() {
    return path.resolve("enrolment");
  }

  void write(Enrolled enrolled) {
    String text =
        "name=%s%nsystem=%s%ngateways=%s%n"
            .formatted(enrolled.name, enrolled.system, String.join(",", enrolled.gateways));
    PrivateFiles.write(enrolment(), text.getBytes(StandardCharsets.UTF_8));
  }

  boolean isEnrolled() {
    return Files.exists(enrolment());
  }

  Enrolled enrolled() {
    if (!isEnrolled()) {
      throw new BadConfiguration(
          "this agent is not enrolled (nothing in "
              + path
              + "); run: ./aramaki agent-process enrol --token TOKEN");
    }
    var properties = new Properties();
    try {
      properties.load(
          new StringReader(new String(PrivateFiles.read(enrolment()), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String gateways = properties.getProperty("gateways", "");
    return new Enrolled(
        properties.getProperty("name", ""),
        properties.getProperty("system", ""),
        gateways.isEmpty() ? List.of() : List.of(gateways.split(",", -1)));
  }

  /// Makes sure that no other agent uses the directory, until the lock is closed.
  AutoCloseable lock() {
    try {
      PrivateFiles.createDirectories(path);
      FileChannel channel =
          FileChannel.open(
              path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      @Nullable FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        throw new BadConfiguration("another agent uses " + path);
      }
      return channel;
    } catch (IOException e) {
      throw new BadConfiguration("the state directory " + path + " cannot be used: " + e, e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException _) {
      return null;
    }
  }
}
