package io.aramaki.allinone.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/// The directory of one instance: its configuration, keys, data, logs, and what says which
/// processes run.
///
/// @param root the directory; only its owner may read it
public record Home(Path root) {

  public static Home open(Path root) {
    var home = new Home(root.toAbsolutePath().normalize());
    try {
      for (var directory :
          new Path[] {
            home.root,
            home.config(),
            home.data(),
            home.logs(),
            home.run(),
            home.keys(),
            home.tls("")
          }) {
        Files.createDirectories(directory);
      }
      Files.setPosixFilePermissions(home.root, PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the instance's home %s cannot be made: %s".formatted(root, e.getMessage()), e);
    }
    return home;
  }

  public Path config() {
    return root.resolve("config");
  }

  public Path config(String process) {
    return config().resolve(process + ".yaml");
  }

  public Path data() {
    return root.resolve("data");
  }

  public Path logs() {
    return root.resolve("log");
  }

  public Path run() {
    return root.resolve("run");
  }

  public Path keys() {
    return root.resolve("keys");
  }

  /// The key and certificates of one process.
  public Path tls(String process) {
    return root.resolve("tls").resolve(process);
  }

  /// The file that says what the supervisor runs, rewritten whole at every change.
  public Path state() {
    return run().resolve("state.properties");
  }

  /// Exists while the instance is wanted; `down` removes it and the supervisor ends.
  public Path wanted() {
    return run().resolve("wanted");
  }

  /// How the instance that is wanted is divided into processes.
  public Layout layout() {
    try {
      return Files.exists(wanted()) ? Layout.ofWord(Files.readString(wanted())) : Layout.TOGETHER;
    } catch (IOException e) {
      throw new UncheckedIOException("%s cannot be read".formatted(wanted()), e);
    }
  }

  /// The connection file of the command line.
  public Path connection() {
    return root.resolve("cli.json");
  }

  /// The first administrator's password, until its owner deletes the file.
  public Path adminPassword() {
    return root.resolve("admin-password");
  }

  /// Writes a file that only its owner may read, whole or not at all, also if the power fails.
  public static void writePrivate(Path file, String content) {
    try {
      var temporary = file.resolveSibling(file.getFileName() + ".new");
      Files.deleteIfExists(temporary);
      Files.createFile(
          temporary,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      try (var channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        var bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("%s cannot be written: %s".formatted(file, e.getMessage()), e);
    }
  }
}
