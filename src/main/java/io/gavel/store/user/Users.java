package io.gavel.store.user;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.gavel.identity.Caller;
import io.gavel.store.sql.Database;
import io.gavel.store.sql.Statement;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Keeps the profile of each user as its newest token tells it. */
public final class Users {
    private static final Statement<Row> KNOW = Statement.update("""
            INSERT INTO app_user AS u (id, name, email, avatar)
            VALUES (#{id}, coalesce(#{name}::text, #{id}), #{email}, #{avatar})
            ON CONFLICT (id) DO UPDATE
                SET name = coalesce(#{name}::text, u.name), email = coalesce(excluded.email, u.email),
                    avatar = coalesce(excluded.avatar, u.avatar)
                WHERE (u.name, u.email, u.avatar) IS DISTINCT FROM
                      (coalesce(#{name}::text, u.name), coalesce(excluded.email, u.email),
                       coalesce(excluded.avatar, u.avatar))
            """);
    /** A statement, or a part of one, that makes sure of #{userIds}, which are in order: two at once never deadlock. */
    public static final String MENTIONED =
            "INSERT INTO app_user (id, name) SELECT id, id FROM unnest(#{userIds}::text[]) id ON CONFLICT (id) DO NOTHING";

    private static final Statement<Row> MENTION = Statement.update(MENTIONED);
    private static final Statement<Map.Entry<String, String>> NAMES = Statement.query(
            "SELECT id, name FROM app_user WHERE id = ANY (#{ids}::text[])",
            row -> Map.entry(row.getString("id"), row.getString("name")));

    private final Database database;

    /** What this node wrote lately: the same profile is not written again for each request. */
    private final Cache<String, Profile> written = Caffeine.newBuilder()
            .maximumSize(100_000)
            .expireAfterWrite(Duration.ofMinutes(1))
            .build();

    public Users(Database database) {
        this.database = database;
    }

    /** Makes sure that the caller is known, then does the work. */
    public <T> Future<T> knowing(Caller caller, Supplier<Future<T>> work) {
        var profile = new Profile(caller.name(), caller.email(), caller.avatar());
        if (profile.equals(written.getIfPresent(caller.userId()))) {
            return work.get();
        }
        return database.read(client -> KNOW.on(client)
                        .bind("id", caller.userId())
                        .bind("name", profile.name())
                        .bind("email", profile.email())
                        .bind("avatar", profile.avatar())
                        .count())
                .compose(count -> {
                    written.put(caller.userId(), profile);
                    return work.get();
                });
    }

    /** Makes sure that these users can be referred to. In the order of ids, so that two at once never deadlock. */
    public static Future<Void> mention(SqlClient client, Collection<String> ids) {
        return ids.isEmpty()
                ? Future.succeededFuture()
                : MENTION.on(client)
                        .bind("userIds", new TreeSet<>(ids).toArray(String[]::new))
                        .count()
                        .mapEmpty();
    }

    public static Future<Map<String, String>> names(SqlClient client, Collection<String> ids) {
        return NAMES.on(client)
                .bind("ids", ids.toArray(String[]::new))
                .list()
                .map(names -> names.stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    private record Profile(
            @Nullable String name,
            @Nullable String email,
            @Nullable String avatar) {}
}
