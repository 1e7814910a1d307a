package io.safelight.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** A table in Markdown, padded so that it reads well in a terminal too. */
final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  Table(String... head) {
    rows.add(List.of(head));
  }

  void row(String... cells) {
    rows.add(List.of(cells));
  }

  void print(PrintWriter out) {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    printRow(out, rows.getFirst(), widths);
    StringBuilder line = new StringBuilder("|");
    for (int width : widths) {
      line.append("-".repeat(width + 2)).append('|');
    }
    out.println(line);
    rows.stream().skip(1).forEach(row -> printRow(out, row, widths));
    out.println();
    out.flush();
  }

  private static void printRow(PrintWriter out, List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder("|");
    for (int i = 0; i < widths.length; i++) {
      line.append(' ').append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length())).append(" |");
    }
    out.println(line);
  }
}
