package io.aramaki.kit.grpc.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Holds the tables of `proto/README.md` against the comments of the RPCs and against the code.
final class ErrorTableTest {
  private static final Path ROOT = Path.of(System.getProperty("aramaki.root", "../.."));
  private static final String ANY = "any";
  private static final Pattern SECTION =
      Pattern.compile("### (?:(Any) RPC.*|([a-z]+)\\.aramaki\\.io)");
  private static final Pattern ROW = Pattern.compile("\\| `([A-Z0-9_]+)` \\| `([A-Z_]+)` \\|.*");
  private static final Pattern PROMISED = Pattern.compile("`([A-Z][A-Z0-9_]+)`");
  private static final String REASON = "\\s*\"([A-Z][A-Z0-9_]+)\"";

  /// How the code makes refusals, and the code that each way gives.
  private static final Map<Pattern, String> THROWN =
      Map.of(
          Pattern.compile("Code\\.([A-Z_]+)," + REASON), "",
          Pattern.compile("Errors\\.(invalid)\\(" + REASON), "INVALID_ARGUMENT",
          Pattern.compile("Errors\\.(unavailable)\\(" + REASON), "UNAVAILABLE",
          Pattern.compile("Errors\\.(exhausted)\\(" + REASON), "RESOURCE_EXHAUSTED");

  /// The sessions of agents are answered by the services that own them.
  private static final Map<String, Set<String>> ANSWERED_BY =
      Map.of("agent", Set.of("monitoring", "inventory"));

  private static final Map<String, Path> SOURCES =
      Map.of(
          ANY,
          Path.of("kit/grpc/src/main/java"),
          "inventory",
          Path.of("inventory-service/src/main/java"),
          "monitoring",
          Path.of("monitoring-service/src/main/java"),
          "alerting",
          Path.of("alerting-service/src/main/java"),
          "ticketing",
          Path.of("ticketing-service/src/main/java"));

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> files(Path directory, String ending) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(ending)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Answers code by reason by section.
  private static Map<String, Map<String, String>> table() {
    var table = new TreeMap<String, Map<String, String>>();
    String section = "";
    for (String line : read(ROOT.resolve("proto/README.md")).lines().toList()) {
      var heading = SECTION.matcher(line);
      var row = ROW.matcher(line);
      if (heading.matches()) {
        section = heading.group(1) == null ? String.valueOf(heading.group(2)) : ANY;
      } else if (row.matches()) {
        var before =
            table
                .computeIfAbsent(section, _ -> new TreeMap<>())
                .put(String.valueOf(row.group(1)), String.valueOf(row.group(2)));
        assertThat(before).as("a second row for %s in %s", row.group(1), section).isNull();
      }
    }
    return table;
  }

  private static boolean isListed(
      Map<String, Map<String, String>> table, String in, String reason) {
    return table.getOrDefault(in, Map.of()).containsKey(reason);
  }

  /// A reason that ends in `_` is the beginning of one that the code puts together.
  private static boolean isInTable(
      Map<String, Map<String, String>> table, String service, String reason, String code) {
    return Stream.of(ANY, service)
        .flatMap(section -> table.getOrDefault(section, Map.of()).entrySet().stream())
        .filter(row -> row.getValue().equals(code))
        .map(Map.Entry::getKey)
        .anyMatch(
            listed -> reason.endsWith("_") ? listed.startsWith(reason) : listed.equals(reason));
  }

  /// Answers reason and code of each refusal that a source makes.
  private static List<Map.Entry<String, String>> thrown(String source) {
    var rows = new ArrayList<Map.Entry<String, String>>();
    THROWN.forEach((pattern, code) -> {
      var found = pattern.matcher(source);
      while (found.find()) {
        rows.add(Map.entry(found.group(2), code.isEmpty() ? found.group(1) : code));
      }
    });
    return rows;
  }

  @Test
  void reasons_thatTheCommentsOfRpcsPromise_areInTheTable() {
    // Given
    var table = table();
    var missing = new TreeSet<String>();
    // When
    Path protos = ROOT.resolve("proto/src/main/protobuf/io/aramaki");
    for (Path proto : files(protos, ".proto")) {
      String service = protos.relativize(proto).getName(0).toString();
      for (String line : read(proto).lines().toList()) {
        int reasons = line.indexOf("Reasons:");
        if (reasons < 0) {
          continue;
        }
        var promised = PROMISED.matcher(line.substring(reasons));
        while (promised.find()) {
          String reason = promised.group(1);
          boolean listed =
              isListed(table, ANY, reason)
                  || ANSWERED_BY.getOrDefault(service, Set.of(service)).stream()
                      .anyMatch(by -> isListed(table, by, reason));
          if (!listed) {
            missing.add(service + " " + reason);
          }
        }
      }
    }
    // Then
    assertThat(missing).isEmpty();
  }

  @Test
  void reasons_thatTheCodeReturns_areInTheTableWithTheirCode() {
    // Given
    var table = table();
    var wrong = new ArrayList<String>();
    // When
    SOURCES.forEach((service, sources) -> {
      for (Path source : files(ROOT.resolve(sources), ".java")) {
        thrown(read(source)).stream()
            .filter(row -> !isInTable(table, service, row.getKey(), row.getValue()))
            .forEach(row -> wrong.add(service + " " + row + " in " + source.getFileName()));
      }
    });
    // Then
    assertThat(wrong).isEmpty();
  }

  @Test
  void reasons_ofTheChain_areInTheTableWithTheirCode() {
    // Given
    Map<String, String> any = table().getOrDefault(ANY, Map.of());
    // When Then
    assertThat(Arrays.asList(AccessReason.values()))
        .allSatisfy(reason -> assertThat(any).containsEntry(reason.name(), reason.code().name()));
  }
}
