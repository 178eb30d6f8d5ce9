package io.gavel.config;

import java.util.List;

/** A configuration that a node does not start with. Neither its message nor a fault shows a secret; it has no cause. */
public final class ConfigException extends Exception {
    private final List<String> faults;

    public ConfigException(List<String> faults) {
        super(String.join(System.lineSeparator(), faults));
        this.faults = List.copyOf(faults);
    }

    /** One line for each fault: the variable, what it got, what it takes. */
    public List<String> faults() {
        return faults;
    }
}
