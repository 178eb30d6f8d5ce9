package io.gavel.history;

import static java.util.Comparator.comparingLong;

import io.gavel.history.Entry.ShownPerson;
import io.gavel.history.StoredMeeting.StoredEvent;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** What a snapshot shows of the people inside is what the events up to it tell. */
final class SnapshotRules {
    private final Findings findings;
    private final Map<String, ShownPerson> inside = new TreeMap<>();

    private SnapshotRules(Findings findings) {
        this.findings = findings;
    }

    /** Goes through the stream once and holds each snapshot against its place. */
    static void judge(List<Entry> entries, StoredMeeting meeting, Findings findings) {
        var snapshots = entries.stream()
                .filter(Entry.Shown.class::isInstance)
                .map(Entry.Shown.class::cast)
                .filter(shown -> shown.meetingId() == meeting.id())
                .sorted(comparingLong(Entry.Shown::seq))
                .toList();
        if (snapshots.isEmpty()) {
            return;
        }
        var rules = new SnapshotRules(findings);
        var next = 0;
        for (var event : meeting.events()) {
            for (; next < snapshots.size() && snapshots.get(next).seq() < event.seq(); next++) {
                rules.require(snapshots.get(next));
            }
            rules.apply(event);
        }
        snapshots.subList(next, snapshots.size()).forEach(rules::require);
    }

    private void apply(StoredEvent event) {
        var user = String.valueOf(event.user());
        switch (event.type()) {
            case "user_joined_meeting" -> inside.put(user, new ShownPerson(user, true, false, false, false));
            case "user_left_meeting", "participant_removed" -> inside.remove(user);
            case "meeting_ended", "meeting_cancelled" -> inside.clear();
            case "user_audio_status" -> change(user, one -> with(one, flag(event, "isMuted"), one.isVideoOn()));
            case "user_video_status" -> change(user, one -> with(one, one.isMuted(), flag(event, "isVideoOn")));
            case "user_screen_share_started" -> change(user, one -> sharing(one, true));
            case "user_screen_share_stopped" -> change(user, one -> sharing(one, false));
            case "user_hand_raised" -> change(user, one -> hand(one, true));
            case "user_hand_lowered" -> change(user, one -> hand(one, false));
            default -> {}
        }
    }

    private void change(String user, UnaryOperator<ShownPerson> change) {
        inside.computeIfPresent(user, (id, one) -> change.apply(one));
    }

    private static ShownPerson with(ShownPerson one, boolean isMuted, boolean isVideoOn) {
        return new ShownPerson(one.userId(), isMuted, isVideoOn, one.isSharingScreen(), one.isHandRaised());
    }

    private static ShownPerson sharing(ShownPerson one, boolean on) {
        return new ShownPerson(one.userId(), one.isMuted(), one.isVideoOn(), on, one.isHandRaised());
    }

    private static ShownPerson hand(ShownPerson one, boolean up) {
        return new ShownPerson(one.userId(), one.isMuted(), one.isVideoOn(), one.isSharingScreen(), up);
    }

    private static boolean flag(StoredEvent event, String name) {
        return Boolean.TRUE.equals(new JsonObject(event.text()).getBoolean(name));
    }

    private void require(Entry.Shown shown) {
        var people = new TreeMap<String, ShownPerson>();
        shown.people().forEach(one -> people.put(one.userId(), one));
        if (!people.equals(inside)) {
            findings.add(
                    Invariant.SNAPSHOT_IS_THE_FOLD,
                    shown,
                    "the snapshot at " + shown.seq() + " shows " + people.values() + ", the events up to there tell "
                            + inside.values());
        }
    }
}
