package io.gavel.store.presence;

import static io.gavel.store.StoreNode.caller;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.bus.Addresses;
import io.gavel.bus.HealthCheck;
import io.gavel.bus.PresenceAddresses;
import io.gavel.config.DatabaseUrl;
import io.gavel.presence.Presence;
import io.gavel.presence.PresenceRequests.ChangeSettings;
import io.gavel.presence.PresenceRequests.FindOnline;
import io.gavel.presence.PresenceRequests.FindSharing;
import io.gavel.presence.PresenceRequests.Gone;
import io.gavel.presence.PresenceRequests.Pair;
import io.gavel.presence.PresenceRequests.ReadPresence;
import io.gavel.presence.PresenceRequests.Seen;
import io.gavel.presence.PresenceRequests.WritePresence;
import io.gavel.presence.PresenceSettings;
import io.gavel.store.StoreNode;
import io.gavel.store.session.PgGhosts;
import io.gavel.store.sql.Database;
import io.gavel.stream.SessionTimes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A lease lives for 8 seconds, nobody reaps unless told to, and who has left is online for 30 seconds more. */
class PresenceOnPostgresTest {
    private static final Duration LEASE = Duration.ofSeconds(8);
    private static final Duration LONG = Duration.ofHours(1);
    private static final String DATABASE = StoreNode.database();
    private static final StoreNode NODE = StoreNode.start(DATABASE, LEASE, LONG);
    private static final UUID INCARNATION = incarnation(NODE);

    private final String ann = "ann-" + UUID.randomUUID();
    private final String bob = "bob-" + UUID.randomUUID();

    @AfterAll
    static void stop() {
        NODE.close();
    }

    @Test
    void whoCameIsOnlineAndWhoWasNeverThereIsNot() {
        came(ann);

        var seen = read(bob, ann, "nobody");

        assertThat(seen.items())
                .containsExactly(
                        new Presence(bob, false, null, false),
                        new Presence(ann, true, seen.at(), false),
                        new Presence("nobody", false, null, false));
        assertThat(online(ann, bob)).containsExactly(ann);
    }

    @Test
    void whoLeftIsOnlineForHalfAMinute() {
        came(ann, bob);

        left(NODE, new Gone(ann, 28_000), new Gone(bob, 31_000));

        var seen = read(ann, bob);
        assertThat(seen.items()).extracting(Presence::online).containsExactly(true, false);
        assertThat(seen.items().get(0).lastSeenAt()).isEqualTo(seen.at());
        assertThat(seen.items().get(1).lastSeenAt())
                .isBetween(seen.at().minusMillis(40_000), seen.at().minusMillis(31_000));
        assertThat(online(ann, bob)).containsExactly(ann);
    }

    @Test
    void aLateReportDoesNotTakeTheLastTimeBack() {
        left(NODE, new Gone(ann, 1_000));
        left(NODE, new Gone(ann, 40_000));

        assertThat(online(ann)).containsExactly(ann);
    }

    @Test
    void whoIsConnectedToTheNodeThatAsksIsOnlineBeforeItIsWritten() {
        var seen = NODE.ask(
                PresenceAddresses.READ_PRESENCE, new ReadPresence(caller(bob), List.of(ann, bob), List.of(ann)));

        assertThat(seen.items())
                .containsExactly(new Presence(ann, true, seen.at(), false), new Presence(bob, false, null, false));
    }

    @Test
    void withoutItsLeaseANodeWritesNothing() {
        var written = NODE.ask(
                PresenceAddresses.WRITE_PRESENCE,
                new WritePresence(UUID.randomUUID(), List.of(ann), List.of(new Gone(bob, 0))));

        assertThat(written.done()).isFalse();
        assertThat(online(ann, bob)).isEmpty();
    }

    @Test
    void whoLeavesOneNodeIsStillAtTheOther() {
        try (var other = StoreNode.start(DATABASE, LEASE, LONG)) {
            came(ann);
            came(other, ann);

            left(NODE, new Gone(ann, 100_000));

            assertThat(online(ann)).containsExactly(ann);
        }
    }

    @Test
    void aLeaseThatRanOutCountsUntilItIsTakenAway() {
        deadNode("1 hour", ann);

        assertThat(online(ann)).containsExactly(ann);
    }

    @Test
    void theReaperEndsWhatADeadNodeHeld() {
        var dead = deadNode("23 seconds", ann);
        came(bob);

        reap();

        assertThat(NODE.rows("SELECT 1 FROM presence_connection WHERE node_id = ?", dead))
                .isEmpty();
        assertThat(NODE.rows(
                        "SELECT round(extract(epoch FROM now() - last_seen_at)) BETWEEN 31 AND 40 FROM presence"
                                + " WHERE user_id = ?",
                        ann))
                .containsExactly("t");
        assertThat(online(ann, bob)).containsExactly(bob);
    }

    @Test
    void aNodeThatStopsEndsWhatItHeld() {
        var other = StoreNode.start(DATABASE, LEASE, LONG);
        came(other, ann);

        other.close();

        assertThat(NODE.rows("SELECT 1 FROM presence_connection WHERE node_id = ?", other.id))
                .isEmpty();
        assertThat(online(ann)).containsExactly(ann);
    }

    @Test
    void aHiddenLastTimeIsHiddenOnlineAndOffline() {
        came(ann);
        left(NODE, new Gone(bob, 60_000));
        NODE.ask(PresenceAddresses.CHANGE_SETTINGS, new ChangeSettings(caller(ann), new PresenceSettings(true)));
        NODE.ask(PresenceAddresses.CHANGE_SETTINGS, new ChangeSettings(caller(bob), new PresenceSettings(true)));

        assertThat(read(ann, bob).items())
                .containsExactly(new Presence(ann, true, null, false), new Presence(bob, false, null, false));
    }

    @Test
    void onlyWhoIsInsideAMeetingIsInOne() {
        var meeting = NODE.createMeeting(caller(ann), bob).id();
        NODE.execute(
                "UPDATE meeting_participant SET inside_since = now() WHERE meeting_id = ? AND user_id = ?",
                meeting,
                bob);

        assertThat(read(ann, bob).items()).extracting(Presence::inMeeting).containsExactly(false, true);
    }

    @Test
    void thoseShareWhoAreBothInAMeetingOrAConversation() {
        var removed = "removed-" + ann;
        var member = "member-" + ann;
        var left = "left-" + ann;
        var meeting = NODE.createMeeting(caller(ann), bob, removed).id();
        NODE.execute(
                "UPDATE meeting_participant SET removed_at = now() WHERE meeting_id = ? AND user_id = ?",
                meeting,
                removed);
        // The meeting's own chat would do as well.
        NODE.execute("DELETE FROM conversation_member WHERE user_id IN (?, ?, ?)", ann, bob, removed);
        conversation(ann, member, left);

        var pairs = List.of(
                new Pair(ann, bob),
                new Pair(bob, ann),
                new Pair(ann, removed),
                new Pair(removed, ann),
                new Pair(ann, member),
                new Pair(ann, left),
                new Pair(bob, member),
                new Pair(ann, "nobody"));
        var sharing = NODE.ask(PresenceAddresses.FIND_SHARING, new FindSharing(pairs));

        assertThat(sharing.pairs())
                .containsExactlyInAnyOrder(new Pair(ann, bob), new Pair(bob, ann), new Pair(ann, member));
    }

    @Test
    void thousandsAreOneStatement() {
        var many = IntStream.range(0, 5000).mapToObj(i -> i + bob).toList();
        NODE.ask(PresenceAddresses.WRITE_PRESENCE, new WritePresence(INCARNATION, many, List.of()));

        assertThat(NODE.ask(PresenceAddresses.FIND_ONLINE, new FindOnline(many)).userIds())
                .hasSize(5000);
        left(NODE, many.stream().map(user -> new Gone(user, 40_000)).toArray(Gone[]::new));

        assertThat(NODE.ask(PresenceAddresses.FIND_ONLINE, new FindOnline(many)).userIds())
                .isEmpty();
    }

    private static void came(String... users) {
        came(NODE, users);
    }

    private static void came(StoreNode node, String... users) {
        var written = node.ask(
                PresenceAddresses.WRITE_PRESENCE, new WritePresence(incarnation(node), List.of(users), List.of()));
        assertThat(written.done()).isTrue();
    }

    private static void left(StoreNode node, Gone... users) {
        node.ask(PresenceAddresses.WRITE_PRESENCE, new WritePresence(incarnation(node), List.of(), List.of(users)));
    }

    private Seen read(String... users) {
        return NODE.ask(PresenceAddresses.READ_PRESENCE, new ReadPresence(caller(ann), List.of(users), List.of()));
    }

    private static Iterable<String> online(String... users) {
        return NODE.ask(PresenceAddresses.FIND_ONLINE, new FindOnline(List.of(users)))
                .userIds();
    }

    private static UUID incarnation(StoreNode node) {
        return node.ask(Addresses.FIND_LEASE, new HealthCheck()).incarnation();
    }

    /** A node that was killed, its lease over for that long, with a user who had been there for an hour. */
    private static String deadNode(String over, String user) {
        var id = "dead-" + UUID.randomUUID();
        NODE.execute("INSERT INTO node_lease VALUES (?, gen_random_uuid(), now_ms() - ?::interval)", id, over);
        NODE.execute(
                "INSERT INTO presence_connection SELECT ?, node_id, incarnation, now_ms() - interval '1 hour'"
                        + " FROM node_lease WHERE node_id = ?",
                user,
                id);
        return id;
    }

    private static void conversation(String owner, String member, String left) {
        NODE.execute("INSERT INTO app_user (id, name) SELECT id, id FROM unnest(ARRAY[?, ?]) id", member, left);
        NODE.execute(
                "WITH made AS (INSERT INTO conversation (kind, created_at) VALUES ('group', now_ms()) RETURNING id)"
                        + " INSERT INTO conversation_member (conversation_id, user_id, joined_at, removed_at)"
                        + " SELECT made.id, m.id, now_ms(), CASE WHEN m.id = ? THEN now_ms() END"
                        + " FROM made, unnest(ARRAY[?, ?, ?]) m(id)",
                left,
                owner,
                member,
                left);
    }

    private static void reap() {
        var vertx = Vertx.vertx();
        try {
            var times = new SessionTimes(LEASE, LONG);
            StoreNode.await(vertx.<Void>executeBlocking(() -> null).compose(started -> {
                var database = Database.open(vertx, DatabaseUrl.parse(DATABASE), 1);
                return new PgGhosts(database, times, meeting -> Future.succeededFuture())
                        .loseSessionsOfDeadNodes()
                        .eventually(database::close);
            }));
        } finally {
            StoreNode.await(vertx.close());
        }
    }
}
