package io.gavel.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gavel.access.AccessRequests.AdmitCaller;
import io.gavel.access.AccessRequests.RedeemTicket;
import io.gavel.bus.Addresses;
import io.gavel.command.Command;
import io.gavel.command.CommandBatch;
import io.gavel.command.CommandType;
import io.gavel.command.Seat;
import io.gavel.identity.Caller;
import io.gavel.meeting.Meeting;
import io.gavel.meeting.MeetingFilter;
import io.gavel.meeting.MeetingRequests.FindMeeting;
import io.gavel.meeting.MeetingRequests.ListMeetings;
import io.gavel.problem.Problem;
import io.gavel.store.PostgresTap.Count;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How often a call waits for PostgreSQL, and how much it asks there: what does not grow by itself. */
class RoundTripsTest {
    private static final Caller HAL = StoreNode.caller("hal");
    private static final Caller ANN = StoreNode.caller("ann");

    private static final MeetingFilter NEWEST =
            new MeetingFilter(Set.of(), null, null, null, null, null, false, 20, null);

    private static PostgresTap tap;
    private static StoreNode node;
    private static Meeting meeting;

    @BeforeAll
    static void start() {
        tap = new PostgresTap(StoreNode.database());
        node = StoreNode.start(tap.url());
        meeting = node.createMeeting(HAL, "ann", "bob");
        node.ask(Addresses.ADMIT_CALLER, new AdmitCaller(HAL, meeting.id(), null));
    }

    @AfterAll
    static void stop() {
        node.close();
        tap.close();
    }

    @Test
    void aJoinWaitsTwice() {
        var cost = cost(() -> node.ask(Addresses.ADMIT_CALLER, new AdmitCaller(ANN, meeting.id(), null)));

        // BEGIN, lock, state; then what it changes, COMMIT.
        assertThat(cost).isEqualTo(new Count(5, 2, 2));
    }

    @Test
    void aMeetingIsMadeInTwoWaits() {
        var cost = cost(() -> node.createMeeting(HAL, "ann", "bob", "cyd", "dan", "eve"));

        // What it needs to know; then all that it is.
        assertThat(cost).isEqualTo(new Count(2, 2, 2));
    }

    @Test
    void aStatusWaitsTwice() {
        var seat = seat();
        apply(new Command(CommandType.JOIN, "hal", false, seat, null, null, null, null));
        var on = new AtomicInteger();

        var cost = cost(() -> apply(new Command(
                CommandType.SET_AUDIO,
                "hal",
                false,
                seat,
                UUID.randomUUID().toString(),
                on.incrementAndGet() % 2 == 0,
                null,
                null)));

        // BEGIN, lock, what speaks against it, state; then the session, the event with its answer, COMMIT.
        assertThat(cost).isEqualTo(new Count(7, 2, 2));
    }

    @Test
    void aMeetingIsReadAtOnce() {
        var cost = cost(() -> node.ask(Addresses.FIND_MEETING, new FindMeeting(HAL, meeting.id())));

        assertThat(cost).isEqualTo(new Count(1, 1, 1));
    }

    @Test
    void aListIsReadAtOnce() {
        var cost = cost(() -> node.ask(Addresses.LIST_MEETINGS, new ListMeetings(HAL, NEWEST)));

        assertThat(cost).isEqualTo(new Count(1, 1, 1));
    }

    @Test
    void whatLooksLikeNoTicketIsNotLookedFor() {
        var cost = cost(() -> {
            for (var shown : List.of("", "x", "A".repeat(42), "A".repeat(44), "A".repeat(42) + "=")) {
                assertThatThrownBy(() -> node.ask(Addresses.REDEEM_TICKET, new RedeemTicket(shown, false)))
                        .isInstanceOf(Problem.class);
            }
        });

        assertThat(cost).isEqualTo(new Count(0, 0, 0));
    }

    private static Seat seat() {
        await().until(() -> !node.leases.isEmpty());
        return new Seat(node.id, node.leases.get(0).incarnation(), UUID.randomUUID());
    }

    private static void apply(Command command) {
        var outcomes = node.ask(Addresses.APPLY_COMMANDS, new CommandBatch(meeting.id(), null, List.of(command)));
        assertThat(outcomes.outcomes().get(0).problem()).isNull();
    }

    /** Of several times: what else a node does now and then only adds to it, as does what a connection asks at first. */
    private static Count cost(Runnable call) {
        return Stream.generate(() -> {
                    var before = tap.count();
                    call.run();
                    return tap.count().since(before);
                })
                .limit(10)
                .min(Comparator.comparing(Count::statements)
                        .thenComparing(Count::flights)
                        .thenComparing(Count::answers))
                .orElseThrow();
    }
}
