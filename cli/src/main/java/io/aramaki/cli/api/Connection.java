package io.aramaki.cli.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/// How to reach a gateway: its URL, an API token, and the certificate authority that it must show.
/// Kept in a file that only its owner may read.
///
/// @param url the people's door, `https://host:port`
/// @param token an API token; it has the rights of the person who made it
/// @param ca the PEM file of the organisation's certificate authority
/// @param user the id of the person whose token it is; empty if the file does not say
public record Connection(URI url, String token, Path ca, Optional<String> user) {

  public Connection(URI url, String token, Path ca) {
    this(url, token, ca, Optional.empty());
  }

  /// Reads the file.
  public static Connection read(Path file) {
    JsonNode json;
    try {
      json = new ObjectMapper().readTree(Files.readString(file));
    } catch (NoSuchFileException _) {
      throw new ConnectionException(
          "there is no connection file %s; './aramaki up' or './aramaki login' writes one, or name another with --connection"
              .formatted(file));
    } catch (JsonProcessingException e) {
      throw new ConnectionException("%s is not JSON: %s".formatted(file, e.getOriginalMessage()));
    } catch (IOException e) {
      throw new ConnectionException("%s cannot be read: %s".formatted(file, e.getMessage()));
    }
    var parent = file.toAbsolutePath().getParent();
    return new Connection(
        URI.create(text(json, "url", file)),
        text(json, "token", file),
        (parent == null ? Path.of(".") : parent).resolve(text(json, "ca", file)),
        Optional.of(json.path("user").asText("")).filter(user -> !user.isEmpty()));
  }

  /// Writes the file, whole or not at all; only its owner may read it.
  public void write(Path file) {
    var json =
        Api.object()
            .put("url", url.toString())
            .put("token", token)
            .put("ca", ca.toAbsolutePath().normalize().toString());
    user.ifPresent(id -> json.put("user", id));
    var temporary = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.deleteIfExists(temporary);
      Files.createFile(
          temporary,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(temporary, json.toPrettyString() + "\n");
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new ConnectionException("%s cannot be written: %s".formatted(file, e));
    }
  }

  private static String text(JsonNode json, String key, Path file) {
    var value = json.path(key).asText("");
    if (value.isEmpty()) {
      throw new ConnectionException(
          "%s lacks \"%s\" (expected: url, token, ca)".formatted(file, key));
    }
    return value;
  }

  @Override
  public String toString() {
    return "Connection[url=%s, token=***, ca=%s, user=%s]".formatted(url, ca, user.orElse(""));
  }
}
