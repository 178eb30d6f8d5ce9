package io.gavel.store.stream;

import io.gavel.event.Committed;
import io.gavel.notification.PersonalRequests.UsersNotified;
import io.gavel.store.sql.Database;
import io.gavel.store.sql.LastWrites;
import io.vertx.core.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Transactions that others hear of: what one has added to streams and notifications is told when its COMMIT has returned,
 * and not before. What is durable without our knowing, because the answer was lost, is found by those who look it up.
 */
public final class Commits {
    private final Database database;
    private final Consumer<Committed> committed;
    private final Consumer<UsersNotified> notified;

    public Commits(Database database, Consumer<Committed> committed, Consumer<UsersNotified> notified) {
        this.database = database;
        this.committed = committed;
        this.notified = notified;
    }

    /** Runs the work in one transaction, as {@link Database#write} does: each run starts with nothing to tell. */
    public <T> Future<T> write(Function<Transaction, Future<T>> work) {
        return writeLast(transaction -> work.apply(transaction).map(LastWrites::none));
    }

    /** Runs work that knows its last statements, as {@link Database#writeLast} does. */
    public <T> Future<T> writeLast(Function<Transaction, Future<LastWrites<T>>> work) {
        return database.writeLast(connection -> {
                    var transaction = new Transaction(connection);
                    return work.apply(transaction)
                            .map(last ->
                                    new LastWrites<>(last.result().map(result -> new Outcome<>(transaction, result))));
                })
                .map(this::told);
    }

    /** Runs work that writes by one statement, as {@link Database#writeAlone} does. */
    public <T> Future<T> writeAlone(Function<Transaction, Future<T>> work) {
        return database.writeAlone(connection -> {
                    var transaction = new Transaction(connection);
                    return work.apply(transaction).map(result -> new Outcome<>(transaction, result));
                })
                .map(this::told);
    }

    private <T> T told(Outcome<T> outcome) {
        tell(outcome.transaction());
        return outcome.result();
    }

    private void tell(Transaction transaction) {
        transaction.events().forEach(committed);
        if (!transaction.users().isEmpty()) {
            notified.accept(new UsersNotified(transaction.users()));
        }
    }

    private record Outcome<T>(Transaction transaction, T result) {}
}
