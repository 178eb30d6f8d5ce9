package io.gavel.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A unified diff with words before it. It fits wherever each of its hunks finds the lines that it knows exactly once, so that
 * it outlives changes elsewhere in the file.
 *
 * @param words what the mutant does, and no product may
 * @param way how it is caught
 * @param files what changes in each
 */
record Patch(String name, String words, String way, Map<Path, List<Hunk>> files) {
    private static final Path FOLDER = Path.of("src/test/mutants");
    private static final String ENDING = ".patch";
    private static final String WAY = "caught by: ";
    private static final String FILE = "--- a/";

    Patch {
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    }

    /** Lines that stand together, before and after. */
    record Hunk(List<String> before, List<String> after) {
        Hunk() {
            this(new ArrayList<>(), new ArrayList<>());
        }

        void add(String line) {
            var text = line.isEmpty() ? "" : line.substring(1);
            if (!line.startsWith("+")) {
                before.add(text);
            }
            if (!line.startsWith("-")) {
                after.add(text);
            }
        }
    }

    /** Each has a file of its own, named as the mutant. */
    static List<Patch> all() throws IOException {
        var patches = new ArrayList<Patch>();
        try (var files = Files.list(FOLDER)) {
            for (var file : files.filter(path -> path.toString().endsWith(ENDING))
                    .sorted()
                    .toList()) {
                var name = file.getFileName().toString().replace(ENDING, "");
                patches.add(parse(name, Files.readAllLines(file)));
            }
        }
        return patches;
    }

    static Patch parse(String name, List<String> lines) {
        var words = new ArrayList<String>();
        var way = "";
        var files = new LinkedHashMap<Path, List<Hunk>>();
        List<Hunk> hunks = null;
        for (var line : lines) {
            if (line.startsWith(FILE)) {
                hunks = new ArrayList<>();
                files.put(Path.of(line.substring(FILE.length())), hunks);
            } else if (line.startsWith(WAY)) {
                way = line.substring(WAY.length());
            } else if (hunks == null) {
                words.add(line);
            } else if (line.startsWith("@@")) {
                hunks.add(new Hunk());
            } else if (!hunks.isEmpty()) {
                hunks.get(hunks.size() - 1).add(line);
            }
        }
        return new Patch(name, String.join(" ", words), way, files);
    }

    /** The lines of this file, one of those that change, with the changes. */
    List<String> applied(Path file) throws IOException {
        var lines = new ArrayList<>(Files.readAllLines(file));
        for (var hunk : files.getOrDefault(file, List.of())) {
            apply(hunk, lines, file);
        }
        return lines;
    }

    private void apply(Hunk hunk, List<String> lines, Path file) {
        int first = Collections.indexOfSubList(lines, hunk.before());
        if (first < 0 || first != Collections.lastIndexOfSubList(lines, hunk.before())) {
            throw new IllegalStateException("%s no longer fits: %s has not exactly once%n%s"
                    .formatted(name, file, String.join(System.lineSeparator(), hunk.before())));
        }
        var place = lines.subList(first, first + hunk.before().size());
        place.clear();
        place.addAll(hunk.after());
    }

    @Override
    public String toString() {
        return name;
    }
}
