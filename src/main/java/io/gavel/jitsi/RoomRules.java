package io.gavel.jitsi;

import io.gavel.access.Entry;
import io.gavel.meeting.MeetingStatus;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * When a meeting's room may come about in Jitsi, and for how long. Jitsi shows the details of these problems to whoever
 * wanted to enter.
 */
public final class RoomRules {
    /** For a node that ends meetings late because it was down, and for clocks that differ. */
    private static final Duration SPARE = Duration.ofDays(1);

    private static final DateTimeFormatter SPOKEN =
            DateTimeFormatter.ofPattern("EEEE d MMMM uuuu 'at' HH:mm '('VV')'", Locale.ENGLISH);

    private final Duration longest;
    private final Duration noShow;

    /**
     * The rules with this deployment's periods.
     *
     * @param longest after how long a meeting is ended by the system
     * @param noShow how long past its planned end a meeting waits for its first join
     */
    public RoomRules(Duration longest, Duration noShow) {
        this.longest = longest;
        this.noShow = noShow;
    }

    public static Problem unknown() {
        return new Problem(
                Code.NOT_FOUND, "There is no meeting in this room. Please open the meeting from its invitation.");
    }

    public static Problem tooMany() {
        return new Problem(
                Code.FORBIDDEN, "This meeting has too many rooms already. Please open it from its invitation.");
    }

    /**
     * A meeting that runs has its room, whoever is admitted just now: a refusal would be repeated by Jitsi to those who come
     * after. Before the first join there are no tokens, and the room opens when Participants may come; a Host who comes
     * earlier makes the meeting run by that. Problems: MEETING_ENDED, MEETING_CANCELLED, TOO_EARLY.
     */
    public void requireOpen(RoomMeeting meeting, Instant now) {
        switch (meeting.status()) {
            case SCHEDULED -> requireNotEarly(meeting, now);
            case IN_PROGRESS -> {}
            case COMPLETED -> throw new Problem(Code.MEETING_ENDED, "This meeting has ended.");
            case CANCELLED -> throw new Problem(Code.MEETING_CANCELLED, "This meeting was cancelled.");
        }
    }

    private static void requireNotEarly(RoomMeeting meeting, Instant now) {
        var opensAt = meeting.scheduledAt().minus(Entry.EARLIEST);
        if (now.isBefore(opensAt)) {
            var spoken = SPOKEN.format(opensAt.atZone(ZoneId.of(meeting.timeZone())));
            throw new Problem(Code.TOO_EARLY, "This meeting opens on " + spoken + ". Please come back then.");
        }
    }

    /**
     * Until the meeting has been ended by the system, whatever happens, and a day longer: Jitsi cannot be asked for more
     * later. Never past, for Jitsi would refuse the room as expired.
     *
     * @param from when the room was reserved
     */
    public Duration duration(RoomMeeting meeting, Instant from, Instant now) {
        var ended = latestStart(meeting).plus(longest);
        var until = ended.isBefore(now) ? now : ended;
        return duration(from, until);
    }

    /** For a room of which nothing is known. */
    public Duration duration() {
        return longest.plus(SPARE);
    }

    private static Duration duration(Instant from, Instant until) {
        return Duration.ofSeconds(Duration.between(from, until.plus(SPARE)).toSeconds());
    }

    private Instant latestStart(RoomMeeting meeting) {
        var scheduledAt = meeting.scheduledAt();
        if (meeting.status() == MeetingStatus.SCHEDULED) {
            return scheduledAt
                    .plus(Duration.ofMinutes(meeting.durationMinutes()))
                    .plus(noShow);
        }
        var startedAt = meeting.startedAt();
        return startedAt == null || startedAt.isBefore(scheduledAt) ? scheduledAt : startedAt;
    }

    /** How many people fit into the meeting together; null for any number. */
    public static @Nullable Integer people(RoomMeeting meeting) {
        var most = meeting.maxParticipants();
        return most == null ? null : most + meeting.moderating();
    }
}
