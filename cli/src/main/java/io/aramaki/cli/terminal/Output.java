package io.aramaki.cli.terminal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.aramaki.cli.api.Api;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/// Prints results: aligned tables for people, or the gateway's own objects as JSON for scripts.
public record Output(PrintStream out, boolean json) {
  /// The widest cell of a table; longer text is cut with an ellipsis. The last column is never cut.
  static final int CELL_MAX = 48;

  /// A column: its heading and how a row fills it.
  public record Column(String heading, Cell cell) {}

  /// Fills a cell from a row.
  public interface Cell {
    String of(JsonNode row);
  }

  public static Column column(String heading, Cell cell) {
    return new Column(heading, cell);
  }

  /// A column with the text of a field.
  public static Column field(String heading, String name) {
    return new Column(heading, row -> row.path(name).asText(""));
  }

  /// A column with the last segment of the resource name in a field.
  public static Column id(String heading, String name) {
    return new Column(heading, row -> Names.id(row.path(name).asText("")));
  }

  public void rows(JsonNode rows, String nothing, List<Column> columns) {
    if (json) {
      object(rows);
      return;
    }
    if (rows.isEmpty()) {
      out.println(nothing);
      return;
    }
    var table = new ArrayList<List<String>>();
    table.add(columns.stream().map(Column::heading).toList());
    for (var row : rows) {
      table.add(columns.stream().map(column -> oneLine(column.cell().of(row))).toList());
    }
    table(table);
  }

  public void object(JsonNode value) {
    try {
      out.println(Api.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Prints a resource: as JSON, or line by line what is set in it.
  public void resource(JsonNode value) {
    if (json) {
      object(value);
      return;
    }
    value
        .properties()
        .forEach(entry -> {
          var text =
              entry.getValue().isValueNode()
                  ? entry.getValue().asText()
                  : entry.getValue().toString();
          out.printf(
              "%-22s %s%n", entry.getKey(), text.strip().replace("\n", "\n" + " ".repeat(23)));
        });
  }

  /// Says that something was done; silent in JSON, where the object says it.
  public void done(JsonNode value, String sentence) {
    if (json) {
      object(value);
    } else {
      out.println(sentence);
    }
  }

  private void table(List<List<String>> table) {
    int columns = table.getFirst().size();
    int[] widths = new int[columns];
    for (var row : table) {
      for (int i = 0; i < columns; i++) {
        widths[i] =
            Math.max(widths[i], i == columns - 1 ? 0 : Math.min(CELL_MAX, row.get(i).length()));
      }
    }
    for (var row : table) {
      var line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        var text = row.get(i);
        if (i == columns - 1) {
          line.append(text);
        } else {
          var cut = text.length() > CELL_MAX ? text.substring(0, CELL_MAX - 1) + "…" : text;
          line.append(cut).append(" ".repeat(widths[i] - cut.length() + 2));
        }
      }
      out.println(line.toString().stripTrailing());
    }
  }

  private static String oneLine(String text) {
    var stripped = text.strip();
    int end = stripped.indexOf('\n');
    return (end < 0 ? stripped : stripped.substring(0, end) + " …").replaceAll("\\p{Cntrl}", " ");
  }
}
