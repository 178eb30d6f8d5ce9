package io.gavel.history;

import static java.util.Comparator.comparingLong;

import io.gavel.history.StoredMeeting.StoredEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Commands of one meeting: durable once acknowledged, applied once, where the answer says, in real time's order. */
final class CommandRules {
    /** What each command adds. Joins and leaves carry no name of the client's: the roster's rules judge them. */
    private static final Map<String, String> EVENTS = Map.of(
            "meeting_audio_status", "user_audio_status",
            "meeting_video_status", "user_video_status",
            "meeting_screen_share_started", "user_screen_share_started",
            "meeting_screen_share_stopped", "user_screen_share_stopped",
            "meeting_hand_raised", "user_hand_raised",
            "meeting_hand_lowered", "user_hand_lowered",
            "meeting_recording_started", "recording_started",
            "meeting_recording_stopped", "recording_stopped",
            "meeting_mute_all", "mute_requested",
            "meeting_mute_user", "mute_requested");

    /** A recording is also stopped by the meeting's end. */
    private static final String ALSO_BY_ITSELF = "recording_stopped";

    private final StoredMeeting meeting;
    private final Findings findings;
    private final Map<Entry.Key, Operation> operations = new LinkedHashMap<>();
    private final Map<Entry.Key, List<Long>> stored = new HashMap<>();
    private final Map<Long, StoredEvent> events;

    private CommandRules(List<Entry> entries, StoredMeeting meeting, Findings findings) {
        this.meeting = meeting;
        this.findings = findings;
        entries.forEach(this::note);
        meeting.commands()
                .forEach(command -> stored.computeIfAbsent(command.key(), key -> new ArrayList<>())
                        .add(command.seq() == null ? -1 : command.seq()));
        events = meeting.events().stream()
                .collect(Collectors.toMap(StoredEvent::seq, Function.identity(), (first, second) -> first));
    }

    static void judge(List<Entry> entries, StoredMeeting meeting, Findings findings) {
        var rules = new CommandRules(entries, meeting, findings);
        rules.operations.values().forEach(rules::requireOnce);
        rules.requireCauses();
        rules.requireRealTimeOrder();
    }

    /** What a client asked for, under one name, however often. */
    private static final class Operation {
        final Entry.Key key;
        final Entry.Invoked invoked;
        Entry.@Nullable Acknowledged acknowledged;
        Entry.@Nullable Refused refused;

        Operation(Entry.Invoked invoked) {
            this.key = new Entry.Key(invoked.user(), invoked.eventId());
            this.invoked = invoked;
        }
    }

    private void note(Entry entry) {
        if (entry instanceof Entry.Invoked invoked && invoked.meetingId() == meeting.id()) {
            operations.putIfAbsent(new Entry.Key(invoked.user(), invoked.eventId()), new Operation(invoked));
        } else if (entry instanceof Entry.Acknowledged answer && answer.meetingId() == meeting.id()) {
            acknowledge(answer, operations.get(new Entry.Key(answer.user(), answer.eventId())));
        } else if (entry instanceof Entry.Refused answer && answer.meetingId() == meeting.id()) {
            var operation = operations.get(new Entry.Key(answer.user(), answer.eventId()));
            if (operation != null) {
                operation.refused = answer;
            }
        }
    }

    private void acknowledge(Entry.Acknowledged answer, @Nullable Operation operation) {
        if (operation == null) {
            findings.add(Invariant.ANSWER_TELLS_THE_PLACE, answer, "an answer to what nobody asked: " + answer);
        } else if (operation.acknowledged == null) {
            operation.acknowledged = answer;
        } else if (!Objects.equals(operation.acknowledged.seq(), answer.seq())) {
            findings.add(
                    Invariant.ANSWER_TELLS_THE_PLACE,
                    answer,
                    "a repeat is answered otherwise than before, " + operation.acknowledged.seq() + ": " + answer);
        }
    }

    private void requireOnce(Operation operation) {
        var rows = stored.getOrDefault(operation.key, List.of());
        var answer = operation.acknowledged;
        if (rows.size() > 1) {
            once(operation, "is in the database " + rows.size() + " times");
        } else if (answer == null) {
            if (operation.refused != null && !rows.isEmpty()) {
                once(operation, "was refused with " + operation.refused.code() + " and is in the database");
            }
        } else if (answer.seq() != null) {
            requireAt(operation, answer, answer.seq(), rows);
        } else if (!rows.isEmpty() && rows.get(0) >= 0) {
            place(answer, "was told to have changed nothing, and added event " + rows.get(0));
        }
    }

    private void requireAt(Operation operation, Entry.Acknowledged answer, long seq, List<Long> rows) {
        var event = events.get(seq);
        if (rows.isEmpty()) {
            once(operation, "was acknowledged as " + seq + " and is not in the database");
        } else if (rows.get(0) != seq) {
            place(answer, "was acknowledged as " + seq + ", the database has it as " + rows.get(0));
        } else if (event == null) {
            once(operation, "was acknowledged as " + seq + ", which is no event of the database");
        } else if (!isOf(operation.invoked, event)) {
            place(answer, "was acknowledged as " + seq + ", which is " + event.text());
        }
    }

    private static boolean isOf(Entry.Invoked invoked, StoredEvent event) {
        var type = EVENTS.get(invoked.command());
        var own = event.user() == null
                || event.type().equals("user_hand_lowered")
                || event.type().equals("mute_requested");
        return (type == null || type.equals(event.type()))
                && (own || invoked.user().equals(event.user()));
    }

    /** An event of a command's kind that no command explains was applied twice, or by nobody. */
    private void requireCauses() {
        var causes = new HashSet<Long>();
        for (var command : meeting.commands()) {
            var seq = command.seq();
            if (seq != null && !causes.add(seq)) {
                findings.add(Invariant.ACKNOWLEDGED_ONCE, meeting, seq, "two commands are said to be event " + seq);
            }
        }
        for (var event : meeting.events()) {
            if (EVENTS.containsValue(event.type())
                    && !event.type().equals(ALSO_BY_ITSELF)
                    && !causes.contains(event.seq())) {
                findings.add(
                        Invariant.ACKNOWLEDGED_ONCE,
                        meeting,
                        event.seq(),
                        "event " + event.seq() + " is of no command, or of one that was applied twice: "
                                + event.text());
            }
        }
    }

    /** Walks through answers and questions in the order of time, keeping the highest place acknowledged so far. */
    private void requireRealTimeOrder() {
        var asked = new ArrayList<>(operations.values());
        asked.sort(comparingLong(operation -> operation.invoked.nanos()));
        var answers = asked.stream()
                .map(operation -> operation.acknowledged)
                .filter(answer -> answer != null && answer.seq() != null)
                .sorted(comparingLong(Entry.Acknowledged::nanos))
                .toList();
        var next = 0;
        Entry.Acknowledged highest = null;
        for (var operation : asked) {
            for (; next < answers.size() && answers.get(next).nanos() < operation.invoked.nanos(); next++) {
                if (highest == null || place(answers.get(next)) > place(highest)) {
                    highest = answers.get(next);
                }
            }
            var rows = stored.getOrDefault(operation.key, List.of());
            if (highest != null && !rows.isEmpty() && rows.get(0) >= 0 && rows.get(0) <= place(highest)) {
                findings.add(
                        Invariant.REAL_TIME_ORDER,
                        operation.invoked,
                        operation.invoked + " became event " + rows.get(0)
                                + ", although before it was sent this was told: " + highest);
            }
        }
    }

    private static long place(Entry.Acknowledged answer) {
        return answer.seq() == null ? 0 : answer.seq();
    }

    private void once(Operation operation, String what) {
        findings.add(Invariant.ACKNOWLEDGED_ONCE, operation.invoked, operation.invoked + " " + what);
    }

    private void place(Entry.Acknowledged answer, String what) {
        findings.add(Invariant.ANSWER_TELLS_THE_PLACE, answer, answer.eventId() + " " + what);
    }
}
