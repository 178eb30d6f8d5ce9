package io.gavel.config;

import java.util.List;
import java.util.Optional;

/**
 * The text that each variable was given, by the source that wins.
 *
 * @param layers the weakest first
 */
record Settings(List<Layer> layers) {
    /** A text and where it came from. */
    record Given(String text, String source) {}

    Settings {
        layers = List.copyOf(layers);
    }

    Optional<Given> find(Variable variable) {
        return layers.stream()
                .filter(layer -> layer.values().containsKey(variable))
                .reduce((weaker, stronger) -> stronger)
                .map(layer -> new Given(layer.values().getOrDefault(variable, ""), layer.source()));
    }

    boolean has(Variable variable) {
        return find(variable).isPresent();
    }
}
