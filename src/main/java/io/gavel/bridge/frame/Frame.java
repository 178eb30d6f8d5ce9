package io.gavel.bridge.frame;

import org.jspecify.annotations.Nullable;

/** A frame from a browser. Headers have no meaning here and are not kept. */
public sealed interface Frame {
    record Ping() implements Frame {}

    /**
     * A frame that cannot be understood.
     *
     * @param error the stock bridge's word for it
     */
    record Invalid(String error) implements Frame {}

    /**
     * A message to an address, and perhaps a wish for its answer.
     *
     * @param body what was given, of whatever JSON type
     */
    record Send(
            String address,
            @Nullable String replyAddress,
            @Nullable Object body) implements Frame {
        /** Shows no body: it may hold a token. */
        @Override
        public String toString() {
            return "Send[***]";
        }
    }

    record Publish(String address) implements Frame {}

    record Register(String address) implements Frame {}

    record Unregister(String address) implements Frame {}
}
