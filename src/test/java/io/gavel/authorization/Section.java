package io.gavel.authorization;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One call and who may make it.
 *
 * @param title what is called; words in braces stand for what is there when it is tried
 * @param body what is sent along, or empty
 * @param columns in which it is tried
 */
record Section(String title, String body, List<Column> columns, List<Cell> cells) {
    /** Whoever has a token that is right. */
    private static final String ANY_USER = "any user";

    /**
     * Reads what stands below one heading.
     *
     * @param users whom "any user" means
     */
    static Section read(String text, Set<Role> users) {
        var lines = text.lines().map(String::strip).toList();
        try {
            var body = lines.stream().filter(line -> line.startsWith("`")).findFirst();
            var table = lines.stream().filter(line -> line.startsWith("|")).toList();
            var head = fields(table.get(0));
            var first = head.contains("how") ? 2 : 1;
            var columns = head.stream().skip(first).map(Column::of).toList();
            var cells = table.stream()
                    .skip(2)
                    .flatMap(row -> cells(fields(row), first, columns, users))
                    .toList();
            return new Section(
                    lines.get(0), body.map(line -> line.replace("`", "")).orElse(""), columns, cells);
        } catch (AssertionError fault) {
            throw new AssertionError("below \"" + lines.get(0) + "\": " + fault.getMessage(), fault);
        }
    }

    private static List<String> fields(String row) {
        return Arrays.stream(row.substring(1, row.length() - 1).split("\\|", -1))
                .map(String::strip)
                .toList();
    }

    private static Stream<Cell> cells(List<String> row, int first, List<Column> columns, Set<Role> users) {
        if (row.size() != first + columns.size()) {
            throw new AssertionError("a row is not as wide as its table: " + row);
        }
        var cells = new ArrayList<Cell>();
        for (var role : roles(row.get(0), users)) {
            for (var how : first == 2 ? row.get(1).split(", ", -1) : new String[] {""}) {
                for (int i = 0; i < columns.size(); i++) {
                    if (role.isThere(columns.get(i))) {
                        cells.add(new Cell(role, how, columns.get(i), Expected.of(row.get(first + i))));
                    }
                }
            }
        }
        return cells.stream();
    }

    private static List<Role> roles(String names, Set<Role> users) {
        return Arrays.stream(names.split(", ", -1))
                .flatMap(name -> name.equals(ANY_USER) ? users.stream() : Stream.of(Role.of(name)))
                .toList();
    }

    /** Which of these have no answer somewhere, or two, and who else has one. */
    List<String> gaps(Set<Role> roles, Set<String> hows) {
        var found = cells.stream().collect(Collectors.groupingBy(Cell::unanswered, Collectors.counting()));
        var gaps = new ArrayList<String>();
        for (var role : roles) {
            for (var how : hows) {
                for (var column : columns) {
                    var cell = new Cell(role, how, column, Expected.ANYTHING);
                    var rows = found.getOrDefault(cell, 0L);
                    found.remove(cell);
                    if (rows != (role.isThere(column) ? 1 : 0)) {
                        gaps.add(title + ": " + rows + " rows for " + cell);
                    }
                }
            }
        }
        found.keySet().forEach(cell -> gaps.add(title + ": nobody asks for a row for " + cell));
        return gaps;
    }

    Set<String> hows() {
        return cells.stream().map(Cell::how).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The words in braces. */
    Set<String> words() {
        return Stage.WORD
                .matcher(title + body)
                .results()
                .map(word -> word.group(1))
                .collect(Collectors.toSet());
    }
}
