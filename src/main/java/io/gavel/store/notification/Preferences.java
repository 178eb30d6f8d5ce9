package io.gavel.store.notification;

import io.gavel.notification.NotificationPreferences;
import io.gavel.notification.NotificationRequests.FindPreferences;
import io.gavel.notification.NotificationRequests.SetPreferences;
import io.gavel.store.sql.Database;
import io.gavel.store.sql.Statement;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.util.HashSet;

/** Which types of notification people want; those that they do not are not written for them. */
public final class Preferences {
    private static final Statement<String> FIND = Statement.query(
            "SELECT type FROM notification_refused WHERE user_id = #{userId}", row -> row.getString("type"));
    private static final Statement<Row> WANT = Statement.update(
            "DELETE FROM notification_refused WHERE user_id = #{userId} AND type = ANY (#{types}::text[])");
    private static final Statement<Row> REFUSE = Statement.update("""
            INSERT INTO notification_refused (user_id, type)
            SELECT #{userId}, type FROM unnest(#{types}::text[]) type ORDER BY type
            ON CONFLICT DO NOTHING
            """);

    private final Database database;

    public Preferences(Database database) {
        this.database = database;
    }

    public Future<NotificationPreferences> find(FindPreferences find) {
        return database.read(client -> find(client, find.caller().userId()));
    }

    /** All statements are sent at once; they run in this order. */
    public Future<NotificationPreferences> set(SetPreferences set) {
        return database.write(connection -> {
            var wanted = change(WANT, connection, set, true);
            var refused = change(REFUSE, connection, set, false);
            var found = find(connection, set.caller().userId());
            return Future.all(wanted, refused, found).map(done -> found.result());
        });
    }

    private static Future<Integer> change(Statement<Row> change, SqlClient client, SetPreferences set, boolean wanted) {
        return change.on(client)
                .bind("userId", set.caller().userId())
                .bind(
                        "types",
                        set.wanted().entrySet().stream()
                                .filter(entry -> entry.getValue() == wanted)
                                .map(entry -> entry.getKey().wire())
                                .toArray(String[]::new))
                .count();
    }

    private static Future<NotificationPreferences> find(SqlClient client, String userId) {
        return FIND.on(client)
                .bind("userId", userId)
                .list()
                .map(types -> NotificationPreferences.without(new HashSet<>(types)));
    }
}
