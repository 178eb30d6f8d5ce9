package io.gavel.authorization;

import io.gavel.RunningNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What was written to a node's database, told by its rows: each has the number of the transaction that wrote it. */
final class Footprint implements AutoCloseable {
    /** All but what a node writes while nobody asks it anything, and what it writes of an admin's look. */
    private static final String TABLES = """
            SELECT table_name FROM information_schema.tables
            WHERE table_schema = 'gavel' AND table_type = 'BASE TABLE'
              AND table_name NOT IN ('node_lease', 'presence', 'presence_connection', 'audit_entry',
                                     'audit_seal', 'rate_spending', 'flyway_schema_history')
            ORDER BY table_name
            """;

    private final Connection connection;
    private final List<String> tables;
    private final PreparedStatement states;
    private List<String> last;

    Footprint(RunningNode node) throws SQLException {
        connection = node.connect();
        tables = tables(connection);
        states = connection.prepareStatement(tables.stream()
                .map(table -> "(SELECT count(*) || '/' || coalesce(sum(xmin::text::numeric), 0) FROM " + table + ")")
                .collect(Collectors.joining(", ", "SELECT ", "")));
        last = read();
    }

    private static List<String> tables(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(TABLES)) {
            var names = new ArrayList<String>();
            while (rows.next()) {
                names.add(rows.getString(1));
            }
            return List.copyOf(names);
        }
    }

    /** The tables that were written to since this was asked last. */
    List<String> changed() {
        var now = read();
        var changed = new ArrayList<String>();
        for (int i = 0; i < tables.size(); i++) {
            if (!now.get(i).equals(last.get(i))) {
                changed.add(tables.get(i));
            }
        }
        last = now;
        return changed;
    }

    private List<String> read() {
        try (var row = states.executeQuery()) {
            row.next();
            var found = new ArrayList<String>();
            for (int i = 1; i <= tables.size(); i++) {
                found.add(row.getString(i));
            }
            return found;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
