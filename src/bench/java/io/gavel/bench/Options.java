package io.gavel.bench;

import io.gavel.bench.scenario.Pace;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is wanted, from system properties bench.*.
 *
 * @param only whole words of the names of scenarios; empty: all
 * @param columns parts of the names of servers; empty: all
 */
record Options(
        int runs, Pace pace, List<String> only, List<String> columns, List<String> javaOptions, Path jar, Path folder) {
    static Options read() {
        return new Options(
                Integer.parseInt(property("runs", "5")),
                new Pace(number("seconds", "6"), number("warm", "2"), number("longestWarm", "40")),
                list("only", ","),
                list("columns", ","),
                list("java", " "),
                Path.of(property("jar", "target/gavel.jar")),
                Path.of(property("folder", "target/bench")));
    }

    private static String property(String name, String value) {
        var given = System.getProperty("bench." + name, "");
        return given.isBlank() ? value : given;
    }

    private static double number(String name, String value) {
        return Double.parseDouble(property(name, value));
    }

    private static List<String> list(String name, String separator) {
        return Stream.of(property(name, "").split(separator, -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    /** What to say to get the like. */
    String command() {
        return "mvn -Pbench verify -Dbench.runs=" + runs + " -Dbench.seconds=" + pace.seconds()
                + (only.isEmpty() ? "" : " -Dbench.only=" + String.join(",", only))
                + (javaOptions.isEmpty() ? "" : " -Dbench.java=\"" + String.join(" ", javaOptions) + "\"");
    }

    boolean wantsScenario(String name) {
        return only.isEmpty() || only.stream().anyMatch(words -> (" " + name + " ").contains(" " + words + " "));
    }

    boolean wantsColumn(String name) {
        return columns.isEmpty() || columns.stream().anyMatch(name::contains);
    }
}
