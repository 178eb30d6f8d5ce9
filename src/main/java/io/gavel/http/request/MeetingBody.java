package io.gavel.http.request;

import io.gavel.identity.Text;
import io.gavel.meeting.MeetingFields;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a meeting's fields from a body: the rules that the schema cannot tell, and the defaults. */
public final class MeetingBody {
    private final boolean recordingEnabled;
    private final Clock clock;

    /** @param recordingEnabled whether this deployment records at all, and so a meeting's default */
    public MeetingBody(boolean recordingEnabled, Clock clock) {
        this.recordingEnabled = recordingEnabled;
        this.clock = clock;
    }

    /** The fields with their defaults; an absent one reads as its default, which an edit then ignores. */
    public MeetingFields read(Fields fields) {
        var recording = fields.flag("recordingEnabled", recordingEnabled);
        if (recording && !recordingEnabled) {
            fields.faults().add("recordingEnabled", "takes false: JITSI_RECORDING_ENABLED is off here");
        }
        return new MeetingFields(
                title(fields),
                fields.text("description"),
                fields.time("scheduledAt"),
                Objects.requireNonNullElse(fields.smallNumber("durationMinutes"), 60),
                timeZone(fields),
                fields.text("password"),
                recording,
                fields.number("conversationId"),
                fields.text("externalRef"),
                fields.smallNumber("maxParticipants"),
                fields.flag("chatEnabled", true));
    }

    /** Whether the members of the meeting's conversation are invited; there must be one then. */
    public boolean inviteConversation(Fields fields, @Nullable Long conversationId) {
        var invites = fields.flag("inviteConversation", false);
        if (invites && conversationId == null) {
            fields.faults().add("inviteConversation", "takes true only beside a conversationId");
        }
        return invites;
    }

    /** Judges who is invited, and whether a start is past in company of other faults; alone the database judges it. */
    public void check(Fields fields, @Nullable Instant scheduledAt, String callerId, List<List<String>> invitees) {
        var all = new LinkedHashSet<String>();
        invitees.forEach(all::addAll);
        all.remove(callerId);
        if (all.size() > MeetingFields.MOST_INVITEES) {
            fields.faults()
                    .add(
                            invitees.get(0).isEmpty() ? "moderatorUserIds" : "participantUserIds",
                            "takes no more than %d invitees together".formatted(MeetingFields.MOST_INVITEES));
        }
        checkPast(fields, scheduledAt);
    }

    /** The database's clock counts; this node's only completes a list of faults. */
    public void checkPast(Fields fields, @Nullable Instant scheduledAt) {
        if (!fields.faults().isEmpty()
                && scheduledAt != null
                && scheduledAt.isBefore(clock.instant().minus(MeetingFields.LATEST_PAST))) {
            fields.faults().add("scheduledAt", "takes a time that is not more than 5 minutes past");
        }
    }

    static @Nullable String title(Fields fields) {
        var title = fields.text("title");
        if (title != null && title.codePoints().allMatch(Text::isBlank)) {
            fields.faults().add("title", "takes a title that is not blank");
        }
        return title;
    }

    private static String timeZone(Fields fields) {
        var zone = fields.text("timeZone");
        if (zone == null) {
            return "UTC";
        }
        if (!Zones.TZDB.contains(zone)) {
            fields.faults().add("timeZone", "takes a name of the time zone database such as Europe/Berlin");
        }
        return zone;
    }

    /** Loaded with the first zone that is given. */
    private static final class Zones {
        static final Set<String> TZDB = tzdb();

        private static Set<String> tzdb() {
            var zones = new LinkedHashSet<>(ZoneId.getAvailableZoneIds());
            // Java's own additions, which no other tzdb has.
            zones.removeIf(zone -> zone.startsWith("SystemV/"));
            return Set.copyOf(zones);
        }
    }
}
