package io.gavel.store.command;

import io.gavel.event.MeetingEvent;
import io.gavel.meeting.MeetingStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A meeting while a transaction holds its lock, as far as the commands concern it: as it was, and as they have made it. Each
 * command sees the effects of those before it; in the end what has changed is written at once.
 */
final class MeetingState {
    private final Facts facts;
    private final Map<String, Person> people = new LinkedHashMap<>();
    private final List<Addition> additions = new ArrayList<>();
    private @Nullable Recording recording;
    private long placesTaken;
    private int handsUp;

    /** @param people the members of the meeting among those whom the commands concern */
    MeetingState(Facts facts, @Nullable Recording recording, Counts counts, Collection<Person> people) {
        this.facts = facts;
        this.recording = recording;
        this.placesTaken = counts.placesTaken();
        this.handsUp = counts.handsUp();
        people.forEach(person -> this.people.put(person.userId(), person));
    }

    Facts facts() {
        return facts;
    }

    Instant now() {
        return facts.now();
    }

    /** The stream's last event, those of this transaction included. */
    long head() {
        return facts.seq() + additions.size();
    }

    List<Addition> additions() {
        return additions;
    }

    Collection<Person> people() {
        return people.values();
    }

    /** Empty for strangers. */
    Optional<Person> member(String userId) {
        return Optional.ofNullable(people.get(userId));
    }

    @Nullable
    Recording recording() {
        return recording;
    }

    void record(@Nullable Recording changed) {
        recording = changed;
    }

    /** Adds an event to the stream and tells its number. */
    long add(MeetingEvent event, String actor) {
        additions.add(new Addition(head() + 1, event, actor));
        return head();
    }

    /** By others than this one. */
    long placesTakenBesides(Person person) {
        return placesTaken - (person.takesPlace() && (person.isInside() || person.isExpected()) ? 1 : 0);
    }

    void enter(Person person) {
        if (person.takesPlace() && !person.isExpected()) {
            placesTaken++;
        }
        person.enter(now());
    }

    void exit(Person person, Instant at) {
        if (person.takesPlace() && !person.isExpected()) {
            placesTaken--;
        }
        if (person.isHandRaised()) {
            handsUp--;
        }
        person.exit(at);
    }

    /** Gives the hand its place behind all others that are up. */
    long raiseHand(Person person) {
        handsUp++;
        var seq = add(MeetingEvent.userHandRaised(person.userId(), person.name(), handsUp), person.userId());
        person.raiseHand(seq);
        return seq;
    }

    long lowerHand(Person person, String actor) {
        handsUp--;
        person.lowerHand();
        return add(MeetingEvent.userHandLowered(person.userId(), person.name()), actor);
    }

    /**
     * What a transaction of commands does not change.
     *
     * @param seq the stream's head when the lock was taken
     * @param now the database's time, the one moment at which all of the transaction happens
     */
    record Facts(
            long meetingId,
            MeetingStatus status,
            boolean recordingEnabled,
            @Nullable Integer maxParticipants,
            UUID epoch,
            long seq,
            Instant now) {}

    /** The recording that runs. */
    record Recording(String startedBy, Instant startedAt) {}

    /**
     * How many there are in the whole meeting.
     *
     * @param placesTaken by Participants who are inside or admitted lately; only where there is a limit
     */
    record Counts(long placesTaken, int handsUp) {}

    /** An event at its place in the stream, and who caused it. */
    record Addition(long seq, MeetingEvent event, String actor) {}
}
