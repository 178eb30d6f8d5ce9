package io.gavel.authorization;

/**
 * One thing that a table says.
 *
 * @param how {@code send}, {@code publish} or {@code register}; empty over REST
 */
record Cell(Role role, String how, Column column, Expected expected) {
    /** The question alone. */
    Cell unanswered() {
        return new Cell(role, how, column, Expected.ANYTHING);
    }

    @Override
    public String toString() {
        var who = how.isEmpty() ? role.toString() : role + ", " + how;
        return column == Column.ALWAYS ? who : who + ", " + column;
    }
}
