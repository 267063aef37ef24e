package io.aramaki.kit.config;

import io.aramaki.kit.config.Tree.Place;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Loads the configuration of a process.
///
/// Keys are the record's component names in kebab-case; nested records are sections. Types: String,
/// int, long, double, boolean, [java.time.Duration] (`250ms`, `10s`, `1h30m`, `PT1S`), [Path]
/// (relative to the file), [java.net.URI], enums (kebab-case), [io.aramaki.kit.app.Redacted],
/// nested records, sealed interfaces of records (by the key `kind`, the record's name), and
/// Optional, List, Set and Map&lt;String, …&gt; of these. Defaults by [Default], descriptions by
/// [Doc], limits by the record's constructor.
public final class Configs {
  private static final long FILE_BYTES_MAX = 1 << 20;

  private Configs() {}

  /// Reads a file.
  ///
  /// @param variables the environment; `ARAMAKI_{KEY}_{KEY}` overrides the file
  /// @throws ConfigException if it does not work; the message is for the operator
  public static <R extends Record> R load(Path yaml, Map<String, String> variables, Class<R> type) {
    return load(Optional.of(yaml), variables, type);
  }

  /// Reads a file if there is one; without, defaults and environment count.
  public static <R extends Record> R load(
      Optional<Path> yaml, Map<String, String> variables, Class<R> type) {
    if (yaml.isEmpty()) {
      return parse("", Place.ofText("configuration"), variables, type);
    }
    Path file = yaml.get();
    Optional<Path> directory = Optional.ofNullable(file.toAbsolutePath().getParent());
    Place place = new Place(file.toString(), 0, directory);
    return parse(read(file, place), place, variables, type);
  }

  /// Reads configuration that is not in a file.
  ///
  /// @param source what messages call it
  public static <R extends Record> R parse(
      String yaml, String source, Map<String, String> variables, Class<R> type) {
    return parse(yaml, Place.ofText(source), variables, type);
  }

  /// Describes all keys with their types, defaults and purpose, for `--help`.
  public static String describe(Class<? extends Record> type) {
    return Description.of(type);
  }

  private static <R extends Record> R parse(
      String yaml, Place place, Map<String, String> variables, Class<R> type) {
    Tree written = Yaml.read(yaml, place);
    var overrides = new Overrides(variables);
    var shape = new Shape.Section(type);
    Tree tree = overrides.over(shape, written, Overrides.PREFIX);
    overrides.warnOfSlips();
    return type.cast(Binder.bind(shape, tree, ""));
  }

  private static String read(Path file, Place place) {
    try {
      if (Files.size(file) > FILE_BYTES_MAX) {
        throw new ConfigException(place, "", "is larger than " + FILE_BYTES_MAX + " bytes");
      }
      return Files.readString(file);
    } catch (MalformedInputException _) {
      throw new ConfigException(place, "", "is not UTF-8 text");
    } catch (IOException e) {
      throw new ConfigException(place, "", "cannot be read: " + e);
    }
  }
}
