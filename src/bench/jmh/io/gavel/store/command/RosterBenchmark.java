package io.gavel.store.command;

import io.gavel.command.Command;
import io.gavel.command.CommandType;
import io.gavel.command.Seat;
import io.gavel.meeting.MeetingStatus;
import io.gavel.meeting.Role;
import io.gavel.store.command.LiveSession.Holder;
import io.gavel.store.command.LiveSession.Media;
import io.gavel.store.command.MeetingState.Counts;
import io.gavel.store.command.MeetingState.Facts;
import io.gavel.store.command.Person.Member;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A commit's commands, folded one by one into the people whom they concern. */
@State(Scope.Thread)
public class RosterBenchmark {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    /** So many people, each of whom unmutes once. */
    @Param({"1", "16"})
    public int people;

    private List<Seat> seats = List.of();
    private List<Command> commands = List.of();

    @Setup
    public void sitDown() {
        seats = IntStream.range(0, people)
                .mapToObj(i -> new Seat("node", new UUID(1, 1), UUID.randomUUID()))
                .toList();
        commands = IntStream.range(0, people)
                .mapToObj(i -> new Command(
                        CommandType.SET_AUDIO, "user-" + i, false, seats.get(i), "event-" + i, false, null, null))
                .toList();
    }

    @Benchmark
    public long folding() {
        var inside = IntStream.range(0, people).mapToObj(this::person).toList();
        var facts = new Facts(7, MeetingStatus.IN_PROGRESS, true, null, new UUID(2, 2), 10, NOW);
        var state = new MeetingState(facts, null, new Counts(0, 0), inside);
        var judge = new Judge(state);
        commands.forEach(judge::decide);
        return state.head();
    }

    private Person person(int i) {
        var session =
                LiveSession.stored(new UUID(3, i), NOW, Holder.of(seats.get(i)), new Media(true, false, false), true);
        var member = new Member("user-" + i, "User " + i, Role.PARTICIPANT, true, false);
        return new Person(member, NOW, null, null, List.of(session));
    }
}
