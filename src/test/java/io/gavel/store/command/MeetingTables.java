package io.gavel.store.command;

import io.gavel.command.CommandBatch;
import io.gavel.command.CommandOutcomes;
import io.gavel.event.MeetingEvent;
import io.gavel.event.StreamEvent;
import io.gavel.event.Topic;
import io.gavel.history.Entry;
import io.gavel.history.StoredMeeting;
import io.gavel.history.StoredMeeting.StoredCommand;
import io.gavel.history.StoredMeeting.StoredEvent;
import io.gavel.json.WireJson;
import io.gavel.meeting.MeetingStatus;
import io.gavel.store.command.AnswerRows.Known;
import io.gavel.store.command.Answered.Answer;
import io.gavel.store.command.Answered.CommandKey;
import io.gavel.store.command.Hearing.Lease;
import io.gavel.store.command.MeetingState.Counts;
import io.gavel.store.command.MeetingState.Facts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One meeting's rows in memory: what PostgreSQL keeps for {@link Commands} and {@link Departures}, read and written as they do
 * it. What is decided in between is decided by the product itself.
 */
public final class MeetingTables {
    private final long id;
    private final UUID epoch;
    private final List<StreamEvent> events = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private final PeopleRows people = new PeopleRows();
    private final Map<CommandKey, Answer> answers = new HashMap<>();
    private final Map<UUID, CommandOutcomes> forwarded = new HashMap<>();
    private final Set<StoredCommand> withoutName = new LinkedHashSet<>();

    public MeetingTables(long id) {
        this.id = id;
        this.epoch = new UUID(id, id);
    }

    /** What a transaction has read and decided, and is about to write; nothing of it is there before. */
    public record Draft(List<CommandOutcomes> outcomes, List<StreamEvent> events, Runnable writes) {
        public static Draft nothing() {
            return new Draft(List.of(), List.of(), () -> {});
        }
    }

    public long id() {
        return id;
    }

    public UUID epoch() {
        return epoch;
    }

    public long head() {
        return events.size();
    }

    public List<StreamEvent> eventsAfter(long seq, int most) {
        return List.copyOf(events.subList((int) Math.min(seq, head()), (int) Math.min(seq + most, head())));
    }

    public boolean has(long seq, String json) {
        return seq >= 1 && seq <= head() && texts.get((int) seq - 1).equals(json);
    }

    public boolean isMember(String userId) {
        return people.isMember(userId);
    }

    /** The rows of sessions, which change without the meeting's lock too. */
    public PeopleRows people() {
        return people;
    }

    /** As {@link Commands} does it, the lock being held. */
    public Draft hear(List<CommandBatch> batches, Instant now, BiPredicate<String, UUID> isLeased) {
        var docket = new Docket(id, batches);
        var meeting = state(docket.users(), now, isLeased);
        var gone = docket.commands()
                .map(Lease::of)
                .filter(lease -> !isLeased.test(lease.nodeId(), lease.incarnation()))
                .collect(Collectors.toSet());
        var answered = answered(docket);
        var hearing = new Hearing(new Known(gone, Map.of(id, answered)), Map.of(id, meeting));
        var isMembers = docket.commands().anyMatch(command -> isMember(command.userId()));
        var outcomes = isMembers ? hearing.hear(docket) : hearing.refuse(docket);
        var added = added(meeting);
        return new Draft(outcomes, added, () -> {
            append(added);
            people.write(meeting.people());
            answered.newCommands().forEach(answer -> answers.put(answer.key(), answer));
            forwarded.putAll(answered.newForwarded());
            noteWithoutName(batches, outcomes, head() - added.size());
        });
    }

    private Answered answered(Docket docket) {
        var known = docket.commands()
                .map(CommandKey::of)
                .filter(Objects::nonNull)
                .map(answers::get)
                .filter(Objects::nonNull)
                .toList();
        var outcomes = new HashMap<UUID, CommandOutcomes>();
        docket.batches().stream()
                .map(CommandBatch::forwardId)
                .filter(forwardId -> forwardId != null && forwarded.containsKey(forwardId))
                .forEach(forwardId -> outcomes.put(forwardId, forwarded.get(forwardId)));
        return new Answered(known, outcomes);
    }

    /**
     * A command without a name bears one that only this model knows, where it has no use for a target. A batch that came twice
     * is answered twice and has one effect.
     */
    private void noteWithoutName(List<CommandBatch> batches, List<CommandOutcomes> outcomes, long headBefore) {
        for (int i = 0; i < batches.size(); i++) {
            var isAnsweredWhole = outcomes.get(i).outcomes().size()
                    == batches.get(i).commands().size();
            for (int j = 0; isAnsweredWhole && j < batches.get(i).commands().size(); j++) {
                var command = batches.get(i).commands().get(j);
                var seq = outcomes.get(i).outcomes().get(j).seq();
                var label = command.targetUserId();
                if (command.clientEventId() == null && label != null && seq != null && seq > headBefore) {
                    withoutName.add(new StoredCommand(new Entry.Key(command.userId(), label), seq));
                }
            }
        }
    }

    /** As {@link Departures} does it, the lock being held; the rows that it ends are locked until it is over. */
    public Draft expire(Instant now, Duration grace, BiPredicate<String, UUID> isLeased) {
        var due = people.lockDue(now.minus(grace));
        if (due.isEmpty()) {
            return Draft.nothing();
        }
        var users = due.stream().map(SessionRow::userId).collect(Collectors.toSet());
        var ids = due.stream().map(SessionRow::id).collect(Collectors.toSet());
        var meeting = state(users, now, isLeased);
        var sessions = new Sessions(meeting);
        meeting.people().forEach(person -> sessions.expire(person, ids));
        var added = added(meeting);
        return new Draft(List.of(), added, () -> {
            append(added);
            people.write(meeting.people());
            added.forEach(event -> withoutName.add(StoredCommand.ofNobody(event.seq())));
        });
    }

    /** As REST does it: whoever is removed is no longer inside, with all devices. */
    public Draft remove(String userId, Instant now) {
        return isMember(userId)
                ? change(MeetingEvent.participantRemoved(userId, name(userId)), now, () -> people.remove(userId, now))
                : Draft.nothing();
    }

    /** As REST does it, the person's own join included. */
    public Draft invite(String userId, Instant now) {
        var role = people.role(userId);
        return isMember(userId)
                ? Draft.nothing()
                : change(MeetingEvent.participantInvited(userId, name(userId), role), now, () -> people.invite(userId));
    }

    private Draft change(MeetingEvent event, Instant now, Runnable write) {
        var added = List.of(event(head() + 1, event, now));
        return new Draft(List.of(), added, () -> {
            append(added);
            write.run();
        });
    }

    private MeetingState state(Set<String> users, Instant now, BiPredicate<String, UUID> isLeased) {
        var facts = new Facts(id, MeetingStatus.IN_PROGRESS, true, null, epoch, head(), now);
        return new MeetingState(facts, null, new Counts(0, people.handsUp()), people.read(users, isLeased));
    }

    private List<StreamEvent> added(MeetingState meeting) {
        return meeting.additions().stream()
                .map(addition -> event(addition.seq(), addition.event(), meeting.now()))
                .toList();
    }

    private static StreamEvent event(long seq, MeetingEvent event, Instant now) {
        return new StreamEvent(seq, event.type(), now, WireJson.encode(event.payload()));
    }

    private void append(Collection<StreamEvent> added) {
        for (var event : added) {
            events.add(event);
            texts.add(event.json(Topic.meeting(id)));
        }
    }

    static String name(String userId) {
        return "Ms " + userId;
    }

    /** The state as a joiner is shown it. */
    public String snapshot() {
        return "{\"meeting\":{\"id\":" + id + "},\"participants\":[" + String.join(",", people.inside())
                + "],\"recording\":null}";
    }

    /** All of it, as the judge of a history reads it. */
    public StoredMeeting stored(long nanos) {
        var told = new ArrayList<StoredEvent>();
        for (int i = 0; i < texts.size(); i++) {
            var event = events.get(i);
            var user = (String) WireJson.decodeObject(event.payload()).get("userId");
            told.add(new StoredEvent(event.seq(), event.type(), texts.get(i), user));
        }
        var commands = Stream.concat(answers.values().stream().map(MeetingTables::command), withoutName.stream())
                .toList();
        return new StoredMeeting(id, head(), told, commands, people.usersInside(), people.usersOfSessions(), nanos);
    }

    private static StoredCommand command(Answer answer) {
        return new StoredCommand(
                new Entry.Key(answer.key().userId(), answer.key().clientEventId()), answer.seq());
    }
}
