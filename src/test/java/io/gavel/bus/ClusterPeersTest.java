package io.gavel.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.TwoMembers;
import io.gavel.command.CommandOutcomes;
import io.gavel.event.Topic;
import io.gavel.notification.PersonalRequests.UsersNotified;
import io.gavel.stream.Advance;
import io.gavel.stream.Announcement;
import io.gavel.stream.Interest;
import io.gavel.stream.Signal;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Two members of a real cluster talk to each other; each fact has its own two names on them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterPeersTest {
    private static final AtomicInteger FACTS = new AtomicInteger();
    private static final Announcement ANNOUNCEMENT = new Announcement(
            Topic.meeting(1), UUID.randomUUID(), List.of(new Announcement.Event(5, "{ \"a\" : \"\u00e9\"}", null)));

    private TwoMembers cluster;

    @BeforeAll
    void startBoth() throws Exception {
        cluster = TwoMembers.start();
    }

    @AfterAll
    void leave() throws Exception {
        cluster.close();
    }

    @Test
    void membersThatStartAtOnceFindEachOther() {
        var first = cluster.peersOfFirst();
        var second = cluster.peersOfSecond();

        await().until(() -> first.members().size() == 2);
        await().until(() -> second.members().equals(first.members()));
        assertThat(first.members()).containsExactlyInAnyOrder(first.self(), second.self());
    }

    @Test
    void whatOneSendsTheOtherHearsInOrderAndOnItsOwnEventLoop() {
        var pair = pair(Heard.answering());
        var interest = new Interest(false, Set.of(Topic.meeting(1)), Set.of(Topic.conversation(1)));
        var users = new UsersNotified(List.of("41", "42"));
        var signal = new Signal(Topic.conversation(1), "41", "epoch", 5, "{}");
        var advance = new Advance(1, 5, null);

        pair.first().announce(pair.second().self(), ANNOUNCEMENT);
        pair.first().tell(pair.second().self(), interest);
        pair.first().notifyUsers(users);
        pair.first().signal(pair.second().self(), signal);
        pair.first().tellAdvance(advance);

        var from = pair.first().self();
        await().untilAsserted(() -> assertThat(pair.heard().all)
                .containsExactly(List.of(from, ANNOUNCEMENT), List.of(from, interest), users, signal, advance));
        assertThat(pair.heard().contexts).allMatch(context -> context != null && context.isEventLoopContext());
    }

    /** However many events: what a message costs does not depend on that. */
    @Test
    void whatIsAnnouncedTogetherGoesInOneMessage() {
        var pair = pair(Heard.answering());
        var event = ANNOUNCEMENT.events().get(0);
        var many = new Announcement(ANNOUNCEMENT.topic(), ANNOUNCEMENT.streamEpoch(), Collections.nCopies(50, event));
        var messages = new AtomicInteger();
        var address = "gavel.node." + pair.second().self();
        cluster.first().eventBus().addOutboundInterceptor(sent -> {
            if (sent.message().address().equals(address)) {
                messages.incrementAndGet();
            }
            sent.next();
        });

        pair.first().announce(pair.second().self(), many);

        await().until(() -> !pair.heard().all.isEmpty());
        assertThat(pair.heard().all).containsExactly(List.of(pair.first().self(), many));
        assertThat(messages).hasValue(1);
    }

    @Test
    void aBatchIsAppliedThereAndAnsweredHere() {
        var pair = pair(new Heard(batch -> Future.succeededFuture(Batches.OUTCOMES)));

        var outcomes = pair.first().apply(pair.second().self(), Batches.BATCH).toCompletionStage();

        assertThat(outcomes.toCompletableFuture().join()).isEqualTo(Batches.OUTCOMES);
        assertThat(pair.heard().all).containsExactly(Batches.BATCH);
    }

    @Test
    void whatIsDeclinedThrownOrOfNoUseIsAFailureHere() {
        var declining = pair(Heard.answering());
        var throwing = pair(new Heard(batch -> {
            throw new IllegalStateException("a defect");
        }));
        var wrong = pair(new Heard(batch -> Future.succeededFuture(new CommandOutcomes(List.of()))));

        for (var pair : List.of(declining, throwing, wrong)) {
            var outcomes = pair.first().apply(pair.second().self(), Batches.BATCH);
            await().until(outcomes::isComplete);
            assertThat(outcomes.failed()).isTrue();
        }
    }

    @Test
    void silenceAndAbsenceAreFailuresToo() {
        Promise<CommandOutcomes> never = Promise.promise();
        var silent = pair(new Heard(batch -> never.future()));

        var unanswered = silent.first().apply(silent.second().self(), Batches.BATCH);
        var unknown = silent.first().apply("nobody", Batches.BATCH);
        silent.first().announce("nobody", ANNOUNCEMENT);

        await().until(() -> unanswered.isComplete() && unknown.isComplete());
        assertThat(unanswered.failed()).isTrue();
        assertThat(unknown.failed()).isTrue();
    }

    @Test
    void whatIsNoMessageHarmsNobody() {
        var pair = pair(Heard.answering());
        var address = "gavel.node." + pair.second().self();
        var bus = cluster.first().eventBus();

        for (Object body : List.of(
                "text",
                1,
                Buffer.buffer(),
                Buffer.buffer("\u0001"),
                Buffer.buffer("\u0001\u0001\u0000\u0000\u0000\u0000"))) {
            bus.send(address, body);
        }
        var asked = bus.request(address, "text");
        pair.first().announce(pair.second().self(), ANNOUNCEMENT);

        await().until(() -> asked.isComplete() && !pair.heard().all.isEmpty());
        assertThat(asked.failed()).isTrue();
        assertThat(pair.heard().all).containsExactly(List.of(pair.first().self(), ANNOUNCEMENT));
    }

    @Test
    void membersThatComeAndGoAreTold() {
        List<String> members = new CopyOnWriteArrayList<>(List.of("self"));
        var peers = ClusterPeers.of(cluster.first(), "self", () -> members);
        var heard = Heard.answering();
        peers.listen(heard);

        members.add("other");
        await().until(() -> heard.all.size() == 1);
        assertThat(peers.members()).containsExactlyInAnyOrder("self", "other");

        members.remove("other");
        await().until(() -> heard.all.size() == 2);
        assertThat(peers.members()).containsExactly("self");
    }

    @Test
    void aClusterThatDoesNotTellItsMembersKeepsThoseThatItHad() {
        var peers = ClusterPeers.of(cluster.first(), "self", () -> {
            throw new IllegalStateException("not active");
        });

        assertThat(peers.members()).containsExactly("self");
    }

    @Test
    void aNodeIsDeafUntilAnotherAnswers() {
        var members = names();
        var first = ClusterPeers.of(cluster.first(), members.get(0), () -> members);
        var second = ClusterPeers.of(cluster.second(), members.get(1), () -> members);
        var watchdog = BusWatchdog.start(cluster.first(), first, Duration.ofMillis(100), 3);
        var meters = new SimpleMeterRegistry();
        watchdog.bindTo(meters);

        await().until(() -> !watchdog.hears());
        assertThat(meters.get("gavel.bus.peers.unheard").gauge().value()).isEqualTo(1);

        second.listen(Heard.answering());
        await().until(watchdog::hears);
        await().until(() -> meters.get("gavel.bus.peers.heard").gauge().value() == 1);
        assertThat(meters.get("gavel.cluster.members").gauge().value()).isEqualTo(2);
    }

    @Test
    void aNodeAloneIsNotDeaf() {
        var alone = Vertx.vertx();
        var peers = ClusterPeers.of(alone, "alone", () -> List.of("alone"));
        var rounds = new AtomicInteger();
        var watchdog = BusWatchdog.start(alone, peers, Duration.ofMillis(1), 1);

        alone.setPeriodic(1, timer -> rounds.incrementAndGet());
        await().until(() -> rounds.get() > 20);

        assertThat(watchdog.hears()).isTrue();
        assertThat(peers.members()).containsExactly("alone");
        await().until(() -> alone.close().isComplete());
    }

    private Pair pair(Heard heard) {
        var members = names();
        var first = ClusterPeers.of(cluster.first(), members.get(0), () -> members);
        var second = ClusterPeers.of(cluster.second(), members.get(1), () -> members);
        second.listen(heard);
        await().until(() -> {
            var echo = first.echo(second.self());
            await().until(echo::isComplete);
            return echo.succeeded();
        });
        return new Pair(first, second, heard);
    }

    private static List<String> names() {
        int fact = FACTS.incrementAndGet();
        return List.of("first-" + fact, "second-" + fact);
    }

    private record Pair(ClusterPeers first, ClusterPeers second, Heard heard) {}
}
