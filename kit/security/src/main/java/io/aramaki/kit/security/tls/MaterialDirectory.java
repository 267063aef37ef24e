package io.aramaki.kit.security.tls;

import io.aramaki.kit.security.NotTrusted;
import io.aramaki.kit.security.PrivateFiles;
import io.aramaki.kit.security.UnsafeKeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Where key material lies: `key.pem`, `chain.pem` and `ca.pem`, which have to change together.
///
/// ```text
/// directory/current ──▶ material-7          a link, replaced by one atomic rename
/// directory/material-7/{key,chain,ca}.pem   mode 0600
/// directory/material-6/…                    the one before; a reader may be in it
/// ```
///
/// Where there is no `current`, the three files are expected in the directory itself, as an
/// operator or a secret store put them.
final class MaterialDirectory {
  private static final String CURRENT = "current";
  private static final String GENERATION = "material-";
  private static final String KEY = "key.pem";
  private static final String CHAIN = "chain.pem";
  private static final String CA = "ca.pem";

  private final Path directory;

  MaterialDirectory(Path directory) {
    this.directory = directory;
  }

  boolean isPresent() {
    return Files.exists(directory.resolve(CURRENT)) || Files.exists(directory.resolve(KEY));
  }

  KeyMaterial read() {
    var from = base();
    try {
      return new KeyMaterial(
          Pem.parseKey(PrivateFiles.read(from.resolve(KEY))),
          Pem.parseCertificates(PrivateFiles.readPublic(from.resolve(CHAIN))),
          Pem.parseCertificates(PrivateFiles.readPublic(from.resolve(CA))));
    } catch (NotTrusted e) {
      throw new UnsafeKeyFile(from, "holds no usable key and certificate: " + e.getMessage(), e);
    }
  }

  void write(KeyMaterial material) {
    PrivateFiles.createDirectories(directory);
    try {
      long newest = generations().stream().mapToLong(Long::longValue).max().orElse(0) + 1;
      var target = directory.resolve(GENERATION + newest);
      PrivateFiles.createDirectories(target);
      PrivateFiles.write(target.resolve(KEY), Pem.format(material.key()));
      PrivateFiles.write(target.resolve(CHAIN), Pem.format(material.chain()));
      PrivateFiles.write(target.resolve(CA), Pem.format(material.authorities()));
      var before = base().getFileName();
      pointTo(target);
      for (long old : generations()) {
        var name = GENERATION + old;
        if (old != newest && !name.equals(String.valueOf(before))) {
          delete(directory.resolve(name));
        }
      }
    } catch (IOException e) {
      throw new UnsafeKeyFile(directory, "cannot be written: " + e.getMessage(), e);
    }
  }

  private Path base() {
    var current = directory.resolve(CURRENT);
    try {
      return current.toRealPath();
    } catch (NoSuchFileException _) {
      return directory;
    } catch (IOException e) {
      throw new UnsafeKeyFile(current, "cannot be followed: " + e.getMessage(), e);
    }
  }

  private void pointTo(Path target) throws IOException {
    var link = directory.resolve("." + CURRENT + ".new");
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, target.getFileName());
    PrivateFiles.syncDirectory(directory);
    Files.move(
        link,
        directory.resolve(CURRENT),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    PrivateFiles.syncDirectory(directory);
  }

  private List<Long> generations() throws IOException {
    var numbers = new ArrayList<Long>();
    try (Stream<Path> entries = Files.list(directory)) {
      entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.matches(GENERATION + "[0-9]{1,18}"))
          .forEach(name -> numbers.add(Long.parseLong(name.substring(GENERATION.length()))));
    }
    return numbers;
  }

  private static void delete(Path generation) throws IOException {
    for (var name : Set.of(KEY, CHAIN, CA)) {
      Files.deleteIfExists(generation.resolve(name));
    }
    if (Files.isDirectory(generation, LinkOption.NOFOLLOW_LINKS)) {
      try (Stream<Path> rest = Files.list(generation)) {
        if (rest.findAny().isPresent()) {
          return; // somebody put more there than we did; it is theirs to remove
        }
      }
      Files.delete(generation);
    }
  }
}
