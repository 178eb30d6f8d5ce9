package io.gavel.bridge.frame;

import io.gavel.command.Command;
import io.gavel.command.CommandType;
import io.gavel.command.Seat;
import io.gavel.event.Topic;
import io.gavel.identity.Caller;
import io.gavel.presence.PresenceRequests.FindPresence;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a browser asks, read from a command's body. */
public sealed interface Request {
    /**
     * Asks for a change; a JOIN also for what happened meanwhile. What a type has no use for is null.
     *
     * @param on see {@link Command}
     * @param afterSeq the last event that a JOIN's browser knows; from 0 to the highest long there is
     * @param epoch of the stream that it knows it from
     */
    record Change(
            long meetingId,
            CommandType type,
            @Nullable String clientEventId,
            @Nullable Boolean on,
            @Nullable String targetUserId,
            @Nullable UUID sessionId,
            @Nullable Long afterSeq,
            @Nullable String epoch)
            implements Request {
        /** The command of this caller on that seat. */
        public Command command(Caller caller, Seat seat) {
            return new Command(type, caller.userId(), caller.admin(), seat, clientEventId, on, targetUserId, sessionId);
        }
    }

    /**
     * Asks for the events after one.
     *
     * @param afterSeq from 0 to the highest long there is
     */
    record Resume(Topic topic, long afterSeq, @Nullable String epoch) implements Request {
        public static final String MEETING = "resume_meeting";
        public static final String CONVERSATION = "resume_conversation";
    }

    /**
     * Says something in a conversation.
     *
     * @param clientMessageId at most 64 characters
     */
    record Say(
            long conversationId,
            String text,
            @Nullable String clientMessageId,
            @Nullable Long replyToId) implements Request {
        public static final String ADDRESS = "send_message";
    }

    /** Has read all up to a message. */
    record Read(long conversationId, long messageId) implements Request {
        public static final String ADDRESS = "mark_read";
    }

    /** Begins or stops typing. */
    record Typing(long conversationId, boolean on) implements Request {
        public static final String STARTED = "typing_started";
        public static final String STOPPED = "typing_stopped";
    }

    /** Asks about the very connection that asks. */
    record AskConnection() implements Request {
        public static final String ADDRESS = "get_connection";
    }

    /**
     * Asks who is online.
     *
     * @param userIds each once, at most {@link #MOST_USERS}
     * @param watch whether to be told of changes from now on: of these and no others; null leaves that as it is
     */
    record AskPresence(List<String> userIds, @Nullable Boolean watch) implements Request {
        public static final String ADDRESS = "get_presence";
        public static final int MOST_USERS = FindPresence.MOST_USERS;

        public AskPresence {
            userIds = List.copyOf(userIds);
        }
    }
}
