package io.gavel.secrets;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What others on the same machine see of a node. */
final class Machine {
    private static final Path PROCESSES = Path.of("/proc");

    private Machine() {}

    /** The command line of every process, as ps shows it; empty where the system does not tell. */
    static List<String> commandLines() throws IOException {
        if (!Files.isDirectory(PROCESSES)) {
            return List.of();
        }
        var lines = new ArrayList<String>();
        try (Stream<Path> processes = Files.list(PROCESSES)) {
            for (var process : processes.toList()) {
                if (process.getFileName().toString().matches("[0-9]+")) {
                    lines.add(commandLine(process));
                }
            }
        }
        return lines;
    }

    private static String commandLine(Path process) {
        try {
            return Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1)
                    .replace('\0', ' ');
        } catch (IOException gone) {
            return "";
        }
    }

    /** All files below a folder, by their names. */
    static List<Path> files(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
