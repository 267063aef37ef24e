package io.aramaki.kit.cassandra;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Finds and reads the files `schema/NNNN_name.cql` beside a class, in a directory or in a jar.
final class SchemaFiles {
  private static final String FOLDER = "schema";
  private static final Pattern NAME = Pattern.compile("([0-9]{4})_[a-z0-9_]+\\.cql");
  private static final Pattern OPTIONS = Pattern.compile("ALTER TABLE \\w+ WITH ");

  /// One file.
  ///
  /// @param sha256 over its bytes, in hex
  record SchemaFile(int number, String name, String sha256, List<String> statements) {}

  private SchemaFiles() {}

  static List<SchemaFile> beside(Class<?> anchor) {
    var url = anchor.getResource(FOLDER);
    if (url == null) {
      throw new IllegalStateException(
          "no folder '"
              + FOLDER
              + "' beside "
              + anchor.getName()
              + "; expected files like 0001_name.cql in it");
    }
    try {
      var uri = url.toURI();
      return uri.getScheme().equals("jar") ? inJar(uri, anchor) : in(Path.of(uri));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the schema files beside " + anchor.getName(), e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the class path has an unreadable address: " + url, e);
    }
  }

  private static List<SchemaFile> inJar(URI uri, Class<?> anchor) throws IOException {
    var folder = "/" + anchor.getPackageName().replace('.', '/') + "/" + FOLDER;
    try (var jar = FileSystems.newFileSystem(uri, Map.of())) {
      return in(jar.getPath(folder));
    } catch (FileSystemAlreadyExistsException _) {
      return in(FileSystems.getFileSystem(uri).getPath(folder));
    }
  }

  private static List<SchemaFile> in(Path folder) throws IOException {
    List<Path> paths;
    try (var listing = Files.list(folder)) {
      paths = listing.sorted().toList();
    }
    var files = new ArrayList<SchemaFile>();
    for (var path : paths) {
      files.add(read(path, files.size() + 1));
    }
    if (files.isEmpty()) {
      throw new IllegalStateException(folder + " is empty; expected files like 0001_name.cql");
    }
    return files;
  }

  private static SchemaFile read(Path path, int expected) throws IOException {
    var name = path.getFileName().toString();
    var match = NAME.matcher(name);
    if (!match.matches() || Integer.parseInt(match.group(1)) != expected) {
      throw new IllegalStateException(
          "schema file '"
              + name
              + "' is out of order; expected "
              + String.format(Locale.ROOT, "%04d_name.cql", expected));
    }
    var bytes = Files.readAllBytes(path);
    var statements = CqlScript.statements(name, new String(bytes, UTF_8));
    for (var statement : statements) {
      if (!isRepeatable(statement.toUpperCase(Locale.ROOT))) {
        throw new IllegalStateException(
            "schema file "
                + name
                + " has a statement without IF NOT EXISTS, which a crash could repeat: "
                + statement);
      }
    }
    return new SchemaFile(expected, name, sha256(bytes), statements);
  }

  /// Options of a table are what they are, however often they are said.
  private static boolean isRepeatable(String statement) {
    return statement.contains("IF NOT EXISTS") || OPTIONS.matcher(statement).lookingAt();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
