package io.gavel.postgres;

/** Why the embedded PostgreSQL cannot serve, as one line a person understands; never holds the password. */
public final class PostgresException extends Exception {
    private static final long serialVersionUID = 1L;

    PostgresException(String message) {
        super(line(message));
    }

    PostgresException(String message, Throwable cause) {
        super(line(message + ": " + cause), cause);
    }

    private static String line(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " | ");
    }
}
