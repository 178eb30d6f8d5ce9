package io.gavel.store.sql;

/** A statement that PostgreSQL has not answered to the end. */
final class SentStatement {
    /** How many results it still has to come to; 0 for what is only prepared. */
    int results;

    /** A Sync went with it: PostgreSQL will say that it is ready for the next. */
    boolean isSynced;

    boolean isCommit;
}
