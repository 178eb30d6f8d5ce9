package io.gavel.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The places that values come from, from the weakest to the strongest: JSON file, .env, environment, command line. */
final class Sources {
    private static final String DEFAULT_FILE = "conf/gavel.json";

    private final Path workingDirectory;
    private final Faults faults;
    private final List<String> warnings;

    Sources(Path workingDirectory, Faults faults, List<String> warnings) {
        this.workingDirectory = workingDirectory;
        this.faults = faults;
        this.warnings = warnings;
    }

    Settings read(Map<String, String> environment, List<String> arguments) {
        var line = CommandLine.parse(arguments, faults);
        line.layer().values().keySet().stream()
                .filter(Variable::isSecret)
                .forEach(secret -> warnings.add(secret + " stands in the command line, where everybody on this machine"
                        + " can read it; give it by the environment or a file"));
        var file = file(line.file());
        var variables = named(environment, "environment");
        var settings = new Settings(List.of(file, variables, line.layer()));
        var mode = settings.find(Variable.GAVEL_MODE);
        // Whether .env counts is settled before it is read, so that it cannot let itself in.
        return mode.isEmpty() || mode.get().text().equalsIgnoreCase(Mode.DEV.name())
                ? new Settings(List.of(file, dotEnv(), variables, line.layer()))
                : settings;
    }

    private Layer file(@Nullable String given) {
        var name = given == null || given.isEmpty() ? DEFAULT_FILE : given;
        try {
            var file = workingDirectory.resolve(name);
            if (Files.exists(file)) {
                return JsonFile.read(file, Shown.line(name), faults);
            }
            if (given != null && !given.isEmpty()) {
                faults.add("-conf", Shown.quoted(name) + ", which does not exist", "the path of a JSON file");
            }
        } catch (InvalidPathException malformed) {
            faults.add("-conf", Shown.quoted(name) + ", which is no path", "the path of a JSON file");
        }
        return new Layer(Shown.line(name), Map.of());
    }

    private Layer dotEnv() {
        var file = workingDirectory.resolve(".env");
        if (Files.notExists(file)) {
            return new Layer(".env", Map.of());
        }
        try {
            var values = DotEnv.parse(Files.readString(file));
            var mode = values.remove(Variable.GAVEL_MODE.name());
            if (mode != null && !mode.isEmpty()) {
                faults.add("GAVEL_MODE", "a value in .env", "one from elsewhere: .env counts in dev alone");
            }
            return named(values, ".env");
        } catch (Refused malformed) {
            faults.add(".env", malformed.got().orElse("malformed lines"), "KEY=value lines");
        } catch (IOException unreadable) {
            faults.add(".env", "a file that cannot be read as UTF-8", "KEY=value lines");
        }
        return new Layer(".env", Map.of());
    }

    private Layer named(Map<String, String> given, String source) {
        var values = Layer.none();
        given.forEach((name, value) -> {
            var variable = Variable.of(name);
            if (variable.isPresent()) {
                values.put(variable.get(), value);
            } else if (name.startsWith("GAVEL_") || name.startsWith("JITSI_")) {
                // Kubernetes sets such names for a Service called gavel: they are no reason not to start.
                warnings.add(Shown.line(name) + " (" + source + ") is not a variable and was ignored"
                        + Slip.suggestion(name));
            }
        });
        return new Layer(source, values);
    }
}
