package io.gavel.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gavel.config.Settings.Given;
import java.util.ArrayList;
import java.util.List;

/** The faults found so far, so that all are named at once. */
final class Faults {
    private final List<String> lines = new ArrayList<>();

    void add(String where, String got, String takes) {
        lines.add(where + ": got " + got + "; takes " + takes);
    }

    void add(Variable variable, Given given, String takes) {
        add(variable.name(), got(variable, given.text()) + " (" + given.source() + ")", takes);
    }

    void add(Variable variable, Given given, Refused refused) {
        var got = refused.got().orElseGet(() -> got(variable, given.text()));
        add(variable.name(), got + " (" + given.source() + ")", variable.takes());
    }

    void throwIfAny() throws ConfigException {
        if (!lines.isEmpty()) {
            throw new ConfigException(lines);
        }
    }

    private static String got(Variable variable, String text) {
        return variable.isSecret() ? text.getBytes(UTF_8).length + " bytes" : Shown.quoted(text);
    }
}
