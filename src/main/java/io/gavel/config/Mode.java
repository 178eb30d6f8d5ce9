package io.gavel.config;

/** How strict a node is. */
public enum Mode {
    /** Runs out of the box, on loopback addresses alone. */
    DEV,
    /** Starts only with secrets, a key and a database of its own. */
    PRODUCTION
}
