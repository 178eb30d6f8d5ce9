package io.gavel.store.presence;

import io.gavel.config.Meetings;
import io.gavel.presence.Presence;
import io.gavel.presence.PresenceRequests.FindOnline;
import io.gavel.presence.PresenceRequests.FindSettings;
import io.gavel.presence.PresenceRequests.FindSharing;
import io.gavel.presence.PresenceRequests.Online;
import io.gavel.presence.PresenceRequests.Pair;
import io.gavel.presence.PresenceRequests.ReadPresence;
import io.gavel.presence.PresenceRequests.Seen;
import io.gavel.presence.PresenceRequests.Sharing;
import io.gavel.presence.PresenceSettings;
import io.gavel.store.sql.Database;
import io.gavel.store.sql.Statement;
import io.gavel.store.stream.MeetingRows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.Set;

/** Reads who is online: whoever has a connection to a node that lives, or had one a moment ago. */
public final class PresenceReads {
    private static final String NOW = "date_trunc('milliseconds', statement_timestamp())";

    /** The first row tells the time, of nobody. */
    private static final Statement<Row> READ = Statement.query("""
            WITH asked AS (
                SELECT u.user_id, u.place, coalesce(p.hides_last_seen, false) AS hides, s.seen_at,
                       u.user_id = ANY (#{connected}::text[])
                           OR coalesce(s.seen_at > NOW - make_interval(secs => #{offline}), false) AS is_online
                FROM unnest(#{userIds}::text[]) WITH ORDINALITY u(user_id, place)
                LEFT JOIN users_seen(#{userIds}::text[]) s ON s.user_id = u.user_id
                LEFT JOIN presence p ON p.user_id = u.user_id
            )
            SELECT 0 AS place, NULL AS user_id, false AS is_online, NOW AS seen_at, false AS is_inside
            UNION ALL
            SELECT a.place, a.user_id, a.is_online,
                   CASE WHEN a.hides THEN NULL WHEN a.is_online THEN NOW ELSE a.seen_at END,
                   EXISTS (SELECT FROM meeting_participant x WHERE x.user_id = a.user_id
                           AND x.inside_since IS NOT NULL AND x.removed_at IS NULL)
            FROM asked a ORDER BY place
            """.replace("NOW", NOW), row -> row);

    private static final Statement<Online> ONLINE = Statement.query(
            """
            SELECT NOW AS at, coalesce(array_agg(s.user_id), '{}') AS online
            FROM users_seen(#{userIds}::text[]) s
            WHERE s.seen_at > NOW - make_interval(secs => #{offline})
            """.replace("NOW", NOW),
            row -> new Online(Set.of(row.getArrayOfStrings("online")), MeetingRows.instant(row, "at")));

    /** One look for each of the watcher's: a join of both would compare each of theirs with each. */
    private static final Statement<Pair> SHARING =
            Statement.query("""
            SELECT p.watcher, p.watched
            FROM unnest(#{watchers}::text[], #{watched}::text[]) p(watcher, watched)
            WHERE EXISTS (SELECT FROM meeting_participant a
                          WHERE a.user_id = p.watcher AND a.removed_at IS NULL
                            AND (SELECT true FROM meeting_participant b
                                 WHERE b.meeting_id = a.meeting_id AND b.user_id = p.watched AND b.removed_at IS NULL))
               OR EXISTS (SELECT FROM conversation_member a
                          WHERE a.user_id = p.watcher AND a.removed_at IS NULL
                            AND (SELECT true FROM conversation_member b
                                 WHERE b.conversation_id = a.conversation_id AND b.user_id = p.watched
                                   AND b.removed_at IS NULL))
            """, row -> new Pair(row.getString("watcher"), row.getString("watched")));

    private static final Statement<Boolean> HIDES = Statement.query(
            "SELECT hides_last_seen FROM presence WHERE user_id = #{userId}", row -> row.getBoolean("hides_last_seen"));

    private final Database database;
    private final Meetings periods;

    public PresenceReads(Database database, Meetings periods) {
        this.database = database;
        this.periods = periods;
    }

    public Future<Seen> read(ReadPresence read) {
        return database.read(client -> READ.on(client)
                        .bind("userIds", read.userIds().toArray(String[]::new))
                        .bind("connected", read.connected().toArray(String[]::new))
                        .bind("offline", seconds(periods.offline()))
                        .list())
                .map(rows -> new Seen(
                        rows.stream().skip(1).map(PresenceReads::presence).toList(),
                        MeetingRows.instant(rows.get(0), "seen_at")));
    }

    private static Presence presence(Row row) {
        return new Presence(
                row.getString("user_id"),
                row.getBoolean("is_online"),
                MeetingRows.instantOrNull(row, "seen_at"),
                row.getBoolean("is_inside"));
    }

    public Future<Online> online(FindOnline find) {
        return database.read(client -> ONLINE.on(client)
                .bind("userIds", find.userIds().toArray(String[]::new))
                .bind("offline", seconds(periods.offline()))
                .one());
    }

    public Future<Sharing> sharing(FindSharing find) {
        var pairs = find.pairs();
        return database.read(client -> SHARING.on(client)
                .bind("watchers", pairs.stream().map(Pair::watcher).toArray(String[]::new))
                .bind("watched", pairs.stream().map(Pair::watched).toArray(String[]::new))
                .list()
                .map(sharing -> new Sharing(Set.copyOf(sharing))));
    }

    public Future<PresenceSettings> settings(FindSettings find) {
        return database.read(client ->
                        HIDES.on(client).bind("userId", find.caller().userId()).first())
                .map(hides -> new PresenceSettings(hides.orElse(false)));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
