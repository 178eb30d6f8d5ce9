package io.gavel;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/** Programs of the machine without which some tests make no sense. */
public final class Tools {
    /** Where this is true a missing program is a failure: the machine is supposed to have them all. */
    private static final String REQUIRED = "GAVEL_REQUIRE_TOOLS";

    private Tools() {}

    /** Where the first of these programs lies that is there; else the test is skipped, saying which are missing. */
    public static Path requireOrSkip(String... names) {
        var found = find(names);
        if (found.isPresent()) {
            return found.get();
        }
        var missing = "this test needs a program that is not installed: " + String.join(" or ", names);
        return areRequired() ? fail(missing) : abort(missing);
    }

    /** Whether a test that cannot run here has failed. */
    public static boolean areRequired() {
        return Boolean.parseBoolean(System.getenv(REQUIRED));
    }

    /** The first of these programs that is there. Debian keeps servers where a user's PATH does not look. */
    private static Optional<Path> find(String... names) {
        var path = Objects.requireNonNullElse(System.getenv("PATH"), "") + File.pathSeparator + "/usr/sbin";
        var folders = path.split(File.pathSeparator, -1);
        return Arrays.stream(names)
                .flatMap(name -> Arrays.stream(folders).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
