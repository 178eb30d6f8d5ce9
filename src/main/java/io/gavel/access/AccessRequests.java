package io.gavel.access;

import io.gavel.identity.Caller;
import org.jspecify.annotations.Nullable;

/** What may be asked of those who let in: the token verticle and, behind it, the store. */
public final class AccessRequests {
    private AccessRequests() {}

    /** Asks for the platform's own token to be checked. */
    public record VerifyToken(String token) {
        @Override
        public String toString() {
            return "VerifyToken[***]";
        }
    }

    /** Asks to enter, and for the Jitsi token that opens the room. */
    public record JoinMeeting(
            Caller caller, long meetingId, @Nullable String password) {
        @Override
        public String toString() {
            return "JoinMeeting[" + meetingId + "]";
        }
    }

    /** Asks the store to judge a join and to write it down. */
    public record AdmitCaller(
            Caller caller, long meetingId, @Nullable String password) {
        @Override
        public String toString() {
            return "AdmitCaller[" + meetingId + "]";
        }
    }

    /** Asks for a ticket that stands for the caller's token, once. */
    public record CreateTicket(Caller caller) {}

    /**
     * Asks whom a ticket stands for.
     *
     * @param spend whether it opens a connection, and hence nothing after that
     */
    public record RedeemTicket(String ticket, boolean spend) {
        @Override
        public String toString() {
            return "RedeemTicket[***]";
        }
    }

    /** Asks for a token of this node's own making; answered in dev mode only. */
    public record CreateDevToken(
            String userId,
            @Nullable String name,
            @Nullable String email,
            @Nullable String avatar,
            boolean admin) {}
}
