package io.gavel.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.postgres.TestPostgres;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** kill -9 of one of two nodes in the midst of 5,000 messages of 50 clients in 20 conversations. */
@Tag("cluster")
@Isolated("two nodes under load take both cores, and other tests their patience")
class KillConversationsIT {
    private static final Logger LOG = LoggerFactory.getLogger(KillConversationsIT.class);
    private static final int CLIENTS = 50;
    private static final int CONVERSATIONS = 20;
    private static final int MESSAGES_EACH = 100;
    private static final int MESSAGES = CLIENTS * MESSAGES_EACH;

    private final String database = TestPostgres.newDatabase();

    @Test
    void everyMemberHasEveryMessageOnceAndInOrderAndUnreadCountsAddUp() throws Exception {
        try (var cluster = TestCluster.start(2, "kill-conversations", database);
                var talks = Talks.start(cluster.urls(), database, CLIENTS, CONVERSATIONS)) {
            var began = System.nanoTime();
            talks.say(MESSAGES_EACH);
            talks.awaitAcknowledged(MESSAGES / 2);

            var killed = System.nanoTime();
            cluster.node(1).kill();
            talks.awaitAcknowledged(MESSAGES);
            var took = Duration.ofNanos(System.nanoTime() - began);
            talks.settle();

            requireNoFaults(talks);
            requireStoredIsAcknowledged(talks);
            requireTheSameForAll(talks);
            requireUnreadAddsUp(talks);
            requireTypingCrossedNodes(talks);
            report(talks, took, killed);
        }
    }

    private static void requireNoFaults(Talks talks) {
        assertThat(talks.clients()).allSatisfy(client -> {
            assertThat(client.wishes().refused()).isEmpty();
            assertThat(client.talks()).hasSize(4).flatMap(HeardTalk::faults).isEmpty();
        });
    }

    /** What somebody was told is done is there, once, and nothing else is. */
    private static void requireStoredIsAcknowledged(Talks talks) throws SQLException {
        var acknowledged = new HashMap<String, JsonObject>();
        talks.clients().forEach(client -> acknowledged.putAll(client.acknowledged()));

        assertThat(acknowledged).hasSize(MESSAGES);
        assertThat(talks.stored()).isEqualTo(acknowledged);
    }

    private static void requireTheSameForAll(Talks talks) {
        var known = new HashMap<Long, List<JsonObject>>();
        for (var client : talks.clients()) {
            for (var talk : client.talks()) {
                var events = known.computeIfAbsent(talk.id(), first -> talks.events(client, talk));
                assertThat(talk.events()).as(talk.address()).isEqualTo(events);
            }
        }
        assertThat(known).hasSize(CONVERSATIONS);
    }

    private static void requireUnreadAddsUp(Talks talks) {
        assertThat(talks.clients())
                .allSatisfy(client -> assertThat(talks.unread(client))
                        .isEqualTo(
                                client.talks().stream().collect(Collectors.toMap(HeardTalk::id, HeardTalk::unread))));
    }

    /** The first client was at the first node, those of odd numbers at the other one. */
    private static void requireTypingCrossedNodes(Talks talks) {
        assertThat(talks.clients().get(0).typists()).anyMatch(userId -> userId.matches(".*[13579]"));
    }

    private static void report(Talks talks, Duration took, long killed) {
        var back = talks.clients().stream()
                .map(client -> client.backAfter(killed))
                .filter(nanos -> nanos > 0)
                .toList();
        LOG.info(
                "kill -9 amid conversations: {} messages of {} clients in {} conversations in {} ms, {} events to members;"
                        + " {} clients moved, 99 % back after {} ms, {} commands asked again, {} unread in all",
                MESSAGES,
                CLIENTS,
                CONVERSATIONS,
                took.toMillis(),
                sum(talks, HeardTalk::last),
                back.size(),
                Figures.at(back, 0.99).toMillis(),
                talks.clients().stream()
                        .mapToInt(client -> client.wishes().repeats())
                        .sum(),
                sum(talks, HeardTalk::unread));
    }

    private static long sum(Talks talks, ToLongFunction<HeardTalk> figure) {
        return talks.clients().stream()
                .flatMap(client -> client.talks().stream())
                .mapToLong(figure)
                .sum();
    }
}
