package io.gavel.config;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What one source gives.
 *
 * @param values without those whose empty text counts as unset
 */
record Layer(String source, Map<Variable, String> values) {
    Layer {
        values = values.entrySet().stream()
                .filter(given -> !given.getValue().isEmpty() || given.getKey().takesEmpty())
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** The values of a source that is yet to be read. */
    static Map<Variable, String> none() {
        return new EnumMap<>(Variable.class);
    }
}
