package io.gavel.token;

import com.fasterxml.jackson.databind.JsonNode;
import io.gavel.access.Admission;
import io.gavel.meeting.Meeting;
import io.gavel.meeting.MeetingStatus;
import io.gavel.meeting.OwnChat;
import io.gavel.meeting.Role;
import java.time.Instant;

/** What the store says when it lets alice into meeting 42. */
final class Admissions {
    static final String ROOM = "Interview_k3x9q2m8v7b1n4z6p0w5";
    /** The database's clock; that of the node is TestNode.NOW, which no Jitsi token may show. */
    static final Instant ADMITTED = Instant.parse("2026-11-22T11:59:58.765Z");

    static final long IAT = Instant.parse("2026-11-22T11:59:58Z").getEpochSecond();

    private Admissions() {}

    static Admission admission(Role role, Meeting meeting) {
        return new Admission(
                meeting,
                role,
                "alice",
                "Alice \"A\" \uD83D\uDE00",
                "alice@example.org",
                "https://example.org/a.png",
                ADMITTED);
    }

    /** Planned for less than the lifetime of a token. */
    static Meeting meeting(boolean recordingEnabled) {
        return meeting(ROOM, MeetingStatus.IN_PROGRESS, ADMITTED, 15, recordingEnabled);
    }

    static Meeting meeting(
            String room, MeetingStatus status, Instant scheduledAt, int minutes, boolean recordingEnabled) {
        return new Meeting(
                42,
                "Interview",
                null,
                room,
                status,
                "alice",
                "Alice",
                Role.HOST,
                scheduledAt,
                minutes,
                "UTC",
                null,
                null,
                null,
                false,
                recordingEnabled,
                null,
                null,
                null,
                new OwnChat(true, null),
                null,
                ADMITTED,
                1,
                1);
    }

    /** The claims that they lead to, where the meeting is planned for less than an hour. */
    static JsonNode golden(String rank, String features) {
        return JitsiVerifier.json("""
                {"aud":"jitsi","iss":"example-app","sub":"meet.example.org","room":"interview_k3x9q2m8v7b1n4z6p0w5",
                 "iat":%d,"nbf":%d,"exp":%d,
                 "context":{
                  "user":{"id":"alice","name":"Alice \\"A\\" \uD83D\uDE00","email":"alice@example.org",
                          "avatar":"https://example.org/a.png",%s},
                  "group":"42",
                  "features":{"branding":true,"calendar":true,"create-polls":true,"file-upload":true,"flip":true,
                   "room":true,"screen-sharing":true,"send-groupchat":true,
                   "inbound-call":false,"outbound-call":false,"sip-inbound-call":false,"sip-outbound-call":false,
                   "live-translation":false,%s}}}
                """.formatted(IAT, IAT - 30, IAT + 3600, rank, features));
    }
}
