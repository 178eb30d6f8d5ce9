package io.gavel.config;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The values of the variables. A text that is none becomes a fault, and the default stands in for it, so that
 * everything else is still looked at.
 */
final class Values {
    private final Settings settings;
    private final Faults faults;

    Values(Settings settings, Faults faults) {
        this.settings = settings;
        this.faults = faults;
    }

    /** The value that a source gives; a reader throws {@link Refused}. */
    <T> Optional<T> find(Variable variable, Function<String, T> reader) {
        var found = settings.find(variable);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        var given = found.get();
        try {
            return Optional.of(reader.apply(Parsers.whole(given.text())));
        } catch (Refused refused) {
            faults.add(variable, given, refused);
            return Optional.empty();
        }
    }

    <T> T get(Variable variable, Function<String, T> reader) {
        return find(variable, reader).orElseGet(() -> reader.apply(variable.defaultValue()));
    }

    <T> @Nullable T orNull(Variable variable, Function<String, T> reader) {
        return find(variable, reader).orElse(null);
    }

    boolean flag(Variable variable) {
        return get(variable, Parsers::flag);
    }

    int number(Variable variable) {
        return get(variable, text -> Parsers.number(variable, text));
    }

    Duration seconds(Variable variable) {
        return Duration.ofSeconds(number(variable));
    }

    Duration minutes(Variable variable) {
        return Duration.ofMinutes(number(variable));
    }
}
