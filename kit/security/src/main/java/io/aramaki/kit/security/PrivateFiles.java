package io.aramaki.kit.security;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/// Files that only their owner may read: written whole or not at all, refused when others could
/// read them.
public final class PrivateFiles {
  /// The most that such a file may hold.
  public static final int FILE_BYTES_MAX = 1024 * 1024;

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OWNER_DIRECTORY =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.complementOf(
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));

  private PrivateFiles() {}

  /// Answers the content of a file that holds a secret.
  ///
  /// @throws UnsafeKeyFile if it is missing, too large, or group or others have any right to it
  public static byte[] read(Path file) {
    requirePrivate(file);
    return readPublic(file);
  }

  /// Answers the content of a file that stands beside a secret but is none: a certificate.
  ///
  /// @throws UnsafeKeyFile if it is missing or too large
  public static byte[] readPublic(Path file) {
    try {
      long size = Files.size(file);
      if (size > FILE_BYTES_MAX) {
        throw new UnsafeKeyFile(
            file, "has " + size + " bytes, at most " + FILE_BYTES_MAX + " are expected here");
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new UnsafeKeyFile(file, "does not exist", e);
    } catch (IOException e) {
      throw new UnsafeKeyFile(file, "cannot be read: " + e.getMessage(), e);
    }
  }

  /// Refuses a file that group or others may read, write or execute.
  public static void requirePrivate(Path file) {
    try {
      var granted = EnumSet.noneOf(PosixFilePermission.class);
      granted.addAll(Files.getPosixFilePermissions(file));
      var mode = PosixFilePermissions.toString(granted);
      if (granted.removeAll(OTHERS)) {
        throw new UnsafeKeyFile(
            file,
            "has mode " + mode + ", but it holds a secret: only its owner may read it (chmod 600)");
      }
    } catch (NoSuchFileException e) {
      throw new UnsafeKeyFile(file, "does not exist", e);
    } catch (UnsupportedOperationException e) {
      throw new UnsafeKeyFile(
          file, "is on a file system without POSIX permissions, so it cannot be kept secret", e);
    } catch (IOException e) {
      throw new UnsafeKeyFile(file, "its mode cannot be read: " + e.getMessage(), e);
    }
  }

  /// Creates the directory and its parents if they are missing; those that it creates have mode
  /// 0700.
  public static void createDirectories(Path directory) {
    try {
      Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(OWNER_DIRECTORY));
    } catch (IOException e) {
      throw new UnsafeKeyFile(directory, "cannot be created: " + e.getMessage(), e);
    }
  }

  /// Replaces the file with mode 0600. A reader, and a machine that loses power, sees the old
  /// content or the new one.
  public static void write(Path file, byte[] content) {
    try {
      var temporary = writeTemporary(file, content);
      try {
        Files.move(
            temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(temporary);
      }
      syncDirectory(directoryOf(file));
    } catch (IOException e) {
      throw new UnsafeKeyFile(file, "cannot be written: " + e.getMessage(), e);
    }
  }

  /// Creates the file with mode 0600 unless it exists; of two processes that try at once one wins.
  ///
  /// @return false if it exists already, and then it is not changed
  public static boolean create(Path file, byte[] content) {
    try {
      var temporary = writeTemporary(file, content);
      try {
        Files.createLink(file, temporary);
      } catch (FileAlreadyExistsException _) {
        return false;
      } finally {
        Files.deleteIfExists(temporary);
      }
      syncDirectory(directoryOf(file));
      return true;
    } catch (IOException e) {
      throw new UnsafeKeyFile(file, "cannot be created: " + e.getMessage(), e);
    }
  }

  /// Makes renames in the directory durable.
  public static void syncDirectory(Path directory) throws IOException {
    try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static Path writeTemporary(Path file, byte[] content) throws IOException {
    var temporary =
        Files.createTempFile(
            directoryOf(file),
            "." + file.getFileName(),
            ".new",
            PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    try (var channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
      var buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    } catch (IOException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
    return temporary;
  }

  private static Path directoryOf(Path file) {
    var parent = file.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IllegalArgumentException("'" + file + "' is a directory, not a file");
    }
    return parent;
  }
}
