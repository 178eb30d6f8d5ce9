package io.gavel.problem;

/** The stable code of a failure; its status is the HTTP status and the bridge's {@code failureCode} alike. */
public enum Code {
    INVALID_REQUEST(400, "Invalid request"),
    UNAUTHENTICATED(401, "Not authenticated"),
    FORBIDDEN(403, "Forbidden"),
    TOO_EARLY(403, "Too early"),
    PASSWORD_REQUIRED(403, "Password required"),
    WRONG_PASSWORD(403, "Wrong password"),
    NOT_FOUND(404, "Not found"),
    METHOD_NOT_ALLOWED(405, "Method not allowed"),
    INVALID_TRANSITION(409, "Not possible in this status"),
    NOT_JOINED(403, "Not joined"),
    RECORDING_DISABLED(403, "Recording disabled"),
    CHAT_DISABLED(403, "Chat disabled"),
    MEMBERS_FIXED(409, "The members are fixed"),
    MESSAGE_FINAL(409, "The message can no longer be changed"),
    NOT_IN_MEETING(409, "Not in the meeting"),
    ALREADY_RECORDING(409, "Already recording"),
    NOT_RECORDING(409, "Not recording"),
    MEETING_FULL(409, "Meeting full"),
    HOST_REQUIRED(409, "A meeting needs its host"),
    MEETING_ENDED(410, "Meeting ended"),
    MEETING_CANCELLED(410, "Meeting cancelled"),
    VERSION_MISMATCH(412, "Version mismatch"),
    BODY_TOO_LARGE(413, "Body too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "Unsupported media type"),
    IDEMPOTENCY_MISMATCH(422, "Idempotency key used with another request"),
    TOO_MANY_REQUESTS(429, "Too many requests"),
    HEADERS_TOO_LARGE(431, "Headers too large"),
    INTERNAL(500, "Internal error"),
    UNAVAILABLE(503, "Unavailable");

    private final int status;
    private final String title;

    Code(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    /** What went wrong in a few words, the same for every occurrence (RFC 9457 {@code title}). */
    public String title() {
        return title;
    }
}
