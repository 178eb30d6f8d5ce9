package io.gavel.mutants;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javax.tools.ToolProvider;

/** A patch that was applied to a copy of the sources, and compiled. Nothing of it reaches the product's own classes. */
final class Mutant {
    static final Path ALL = Path.of("target/mutants");

    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path RESOURCES = Path.of("src/main/resources");
    private static final Path JAR = Path.of("target/gavel.jar");

    private final Path folder;
    private final Path classes;

    private Mutant(Path folder) {
        this.folder = folder;
        this.classes = folder.resolve("classes");
    }

    /** Anew, whatever an earlier run left. */
    static Mutant build(Patch patch) throws IOException {
        var mutant = new Mutant(ALL.resolve(patch.name()));
        delete(mutant.folder);
        Files.createDirectories(mutant.classes);
        var sources = new ArrayList<Path>();
        for (var file : patch.files().keySet()) {
            var isSource = file.startsWith(SOURCES);
            var copy = isSource ? mutant.folder.resolve(file) : mutant.classes.resolve(RESOURCES.relativize(file));
            Files.createDirectories(copy.getParent());
            Files.write(copy, patch.applied(file));
            if (isSource) {
                sources.add(copy);
            }
        }
        mutant.compile(sources);
        return mutant;
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var old = Files.walk(folder)) {
                for (var path : old.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    /** What did not change is taken from the product: a mutant has the same signatures. */
    private void compile(List<Path> sources) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var log = folder.resolve("javac.log");
        try (var files = compiler.getStandardFileManager(null, null, null);
                var writer = Files.newBufferedWriter(log)) {
            var options = List.of(
                    "-classpath",
                    System.getProperty("java.class.path"),
                    "-d",
                    classes.toString(),
                    "-proc:none",
                    "-nowarn",
                    "-parameters",
                    "--release",
                    "17");
            var isDone = compiler.getTask(
                            writer, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
            if (!isDone) {
                throw new AssertionError(folder + " does not compile: see " + log);
            }
        }
    }

    Path folder() {
        return folder;
    }

    /** Come before the product's own. */
    Path classes() {
        return classes;
    }

    /** The product's jar with what this one changes. */
    Path jar() throws IOException {
        var jar = Files.copy(JAR, folder.resolve("gavel.jar"), StandardCopyOption.REPLACE_EXISTING);
        try (var inside = FileSystems.newFileSystem(jar);
                var changed = Files.walk(classes)) {
            for (var file : changed.filter(Files::isRegularFile).toList()) {
                var place = inside.getPath("/" + classes.relativize(file));
                Files.copy(file, place, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return jar;
    }
}
