package io.gavel.rest;

import java.util.List;
import java.util.stream.Stream;

/** The fields of each object on the wire, as the contract lists them. */
final class WireFields {
    /** A time on the wire. */
    static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";

    static final String[] MEETING = {
        "id",
        "title",
        "description",
        "roomName",
        "status",
        "hostUserId",
        "hostName",
        "role",
        "scheduledAt",
        "durationMinutes",
        "timeZone",
        "startedAt",
        "endedAt",
        "durationSeconds",
        "hasPassword",
        "recordingEnabled",
        "conversationId",
        "externalRef",
        "maxParticipants",
        "chatEnabled",
        "chatConversationId",
        "cancelReason",
        "createdAt",
        "version",
        "seq"
    };
    static final String[] MEETING_DETAIL = Stream.concat(
                    Stream.of(MEETING), Stream.of("epoch", "participants", "recordings", "occupants"))
            .toArray(String[]::new);
    static final String[] PARTICIPANT = {
        "userId",
        "userName",
        "role",
        "invitedAt",
        "firstJoinedAt",
        "lastLeftAt",
        "durationSeconds",
        "isInMeeting",
        "isMuted",
        "isVideoOn",
        "isSharingScreen",
        "isHandRaised",
        "handPosition",
        "isInMedia",
        "viaJitsiOnly",
        "notInMedia",
        "mediaSeconds"
    };
    static final String[] RECORDING = {
        "id",
        "meetingId",
        "fileUrl",
        "fileName",
        "sizeBytes",
        "durationSeconds",
        "format",
        "startedAt",
        "createdBy",
        "createdAt"
    };
    static final String[] NOTIFICATION = {
        "id", "type", "meetingId", "conversationId", "title", "hostName", "createdAt", "readAt"
    };
    static final String[] JOIN = {"meetingId", "jitsiToken", "roomName", "role", "domain", "tokenExpiresAt", "meeting"};
    static final String[] CONVERSATION = {
        "id",
        "kind",
        "title",
        "meetingId",
        "directUserId",
        "directUserName",
        "createdBy",
        "createdAt",
        "activeAt",
        "memberCount",
        "seq",
        "unread",
        "lastMessage"
    };
    static final String[] CONVERSATION_DETAIL = Stream.concat(Stream.of(CONVERSATION), Stream.of("epoch", "members"))
            .toArray(String[]::new);
    static final String[] MESSAGE = {
        "id",
        "conversationId",
        "seq",
        "userId",
        "userName",
        "text",
        "system",
        "replyToId",
        "clientMessageId",
        "createdAt",
        "editedAt",
        "deletedAt",
        "reactions"
    };

    /** The nineteen features that Jitsi knows. */
    static final List<String> FEATURES = List.of(
            "branding",
            "calendar",
            "create-polls",
            "file-upload",
            "flip",
            "room",
            "screen-sharing",
            "send-groupchat",
            "list-visitors",
            "lobby",
            "moderation",
            "transcription",
            "livestreaming",
            "recording",
            "inbound-call",
            "outbound-call",
            "sip-inbound-call",
            "sip-outbound-call",
            "live-translation");

    private WireFields() {}
}
