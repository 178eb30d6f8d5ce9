package io.gavel.store.stream;

import io.gavel.event.Committed;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** One run of a transaction, and what is to be told if it commits. */
public final class Transaction {
    private final SqlConnection connection;
    private final List<Committed> events = new ArrayList<>();
    private final SortedSet<String> users = new TreeSet<>();

    Transaction(SqlConnection connection) {
        this.connection = connection;
    }

    public SqlConnection connection() {
        return connection;
    }

    /** To be told that these events were written. */
    public void tell(Committed committed) {
        events.add(committed);
    }

    /** To be told that notifications for these users were written. */
    public void tellUsers(Collection<String> userIds) {
        users.addAll(userIds);
    }

    List<Committed> events() {
        return events;
    }

    /** Each once, however many notifications there are for one. */
    List<String> users() {
        return List.copyOf(users);
    }
}
