package io.aramaki.bench.compare;

import com.google.errorprone.annotations.FormatMethod;
import io.aramaki.bench.data.DataDigest;
import io.aramaki.bench.data.DataPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The result of a comparison, in Markdown and as result lines.
final class Report {
  private static final int FILES_PER_DAY_MAX = 100;
  private static final int DIGEST_STEPS = 20;

  private final CompareOptions options;
  private final LocalDate date;
  private final List<String> facts = new ArrayList<>();
  private final List<String> rows = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final List<Ratio> ratios = new ArrayList<>();
  private final Map<String, List<String>> configurations = new LinkedHashMap<>();
  private boolean valid = true;

  Report(CompareOptions options, LocalDate date) {
    this.options = options;
    this.date = date;
  }

  /// The digest of the first steps of the data, for whoever wants to feed the same.
  static String digest(DataPlan plan) {
    return "sha256 of the first %d steps of all series: `%s`"
        .formatted(DIGEST_STEPS, DataDigest.sha256(plan, DIGEST_STEPS));
  }

  void fact(String name, String value) {
    facts.add("- " + name + ": " + value);
  }

  /// Adds a row of the table; the first one is its head.
  void row(List<String> cells) {
    rows.add("| " + String.join(" | ", cells) + " |");
    if (rows.size() == 1) {
      rows.add("|" + "---|".repeat(cells.size()));
    }
  }

  void note(String text) {
    notes.add(text);
  }

  void ratio(Ratio ratio) {
    ratios.add(ratio);
  }

  void configuration(String peer, List<String> lines) {
    configurations.put(peer, List.copyOf(lines));
  }

  /// Something was not equal: the run is void.
  void invalid(String text) {
    valid = false;
    notes.add("**Void**: " + text);
  }

  boolean isValid() {
    return valid;
  }

  /// The lines that scripts read: none for a void run.
  List<String> results() {
    return valid ? ratios.stream().map(Ratio::result).toList() : List.of();
  }

  String markdown() {
    var text = new StringBuilder();
    line(text, "# %s, side by side, %s%n", title(), date);
    line(text, "`./aramaki bench %s --peers`: %s.%n", options.measure().text(), options.text());
    facts.forEach(fact -> line(text, "%s", fact));
    line(text, "");
    rows.forEach(row -> line(text, "%s", row));
    line(text, "");
    if (!ratios.isEmpty()) {
      line(text, "| measure | peer | ours | theirs | ratio is | ratio, lower is better for us |");
      line(text, "|---|---|---|---|---|---|");
      ratios.forEach(ratio -> line(text, "%s", ratio.row()));
      line(text, "");
    }
    notes.forEach(note -> line(text, "%s%n", note));
    configurations.forEach((peer, lines) -> {
      line(text, "## %s%n", peer);
      lines.forEach(one -> line(text, "- %s", one));
      line(text, "");
    });
    if (!results().isEmpty()) {
      line(text, "```text%n%s%n```", String.join("\n", results()));
    }
    return text.toString();
  }

  private String title() {
    return switch (options.measure()) {
      case INGEST -> "Ingest";
      case QUERY -> "Queries";
      case DISK -> "Bytes at rest";
    };
  }

  @FormatMethod
  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  /// Writes it to the file that was asked for, or beside the earlier ones. None is overwritten.
  Path write(Path root) throws IOException {
    Path file = options.report().isEmpty() ? free(root) : Path.of(options.report());
    Files.writeString(file, markdown());
    return file;
  }

  private Path free(Path root) throws IOException {
    Path directory = root.resolve("docs/benchmarks");
    for (int number = 1; number <= FILES_PER_DAY_MAX; number++) {
      String more = number == 1 ? "" : "-" + number;
      Path file = directory.resolve(date + "-" + options.measure().text() + more + ".md");
      if (!Files.exists(file)) {
        return file;
      }
    }
    throw new IOException(
        "there are %d results of today; --report names another file".formatted(FILES_PER_DAY_MAX));
  }
}
