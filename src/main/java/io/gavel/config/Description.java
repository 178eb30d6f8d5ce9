package io.gavel.config;

import static io.gavel.config.Variable.DATABASE_URL;
import static io.gavel.config.Variable.GAVEL_CLUSTER_HOST;
import static io.gavel.config.Variable.GAVEL_HOST;
import static io.gavel.config.Variable.GAVEL_MANAGEMENT_HOST;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The configuration in effect, as lines of a log. */
final class Description {
    private final Settings settings;
    private final Config config;

    Description(Settings settings, Config config) {
        this.settings = settings;
        this.config = config;
    }

    List<String> lines() {
        return Stream.of(Variable.values()).map(this::line).toList();
    }

    private String line(Variable variable) {
        return variable + "="
                + settings.find(variable)
                        .map(given -> text(variable, given.text()) + " (" + given.source() + ")")
                        .orElseGet(() -> unset(variable));
    }

    private String text(Variable variable, String given) {
        if (variable == DATABASE_URL) {
            return String.valueOf(config.database());
        }
        return variable.isSecret() ? "***" : Shown.line(given);
    }

    private String unset(Variable variable) {
        var derived = Map.of(
                GAVEL_HOST, config.http().host() + " (built-in)",
                GAVEL_MANAGEMENT_HOST, config.management().host() + " (as GAVEL_HOST)",
                GAVEL_CLUSTER_HOST, config.cluster().host() + " (built-in)");
        var value = variable.defaultValue();
        var builtIn = value.isEmpty() ? " (unset)" : text(variable, value) + " (built-in)";
        return derived.getOrDefault(variable, builtIn);
    }
}
