package io.gavel.config;

import java.util.Optional;

/** A text that is no value of its variable. Its message, if any, completes "got ..." and repeats no secret. */
final class Refused extends IllegalArgumentException {
    /** The text itself is what is wrong. */
    Refused() {}

    Refused(String got) {
        super(got);
    }

    Optional<String> got() {
        return Optional.ofNullable(getMessage());
    }
}
