package io.gavel.stream.simulation;

/** One rule of the stream taken out: the history must show it. */
enum Mutation {
    NONE,
    /** An event is delivered although the channel has passed it. */
    KNOWN_EVENTS_ARE_NOT_DROPPED,
    /** An event is delivered although others before it are missing. */
    GAPS_ARE_NOT_FILLED_FIRST,
    POSITIONS_ARE_NOT_CHECKED,
    /** A browser is added to a channel that has not come as far as the browser. */
    NO_CATCH_UP_BEFORE_REGISTERING,
    PUBLISHED_BEFORE_COMMIT,
    FORWARDED_BATCHES_ARE_NOT_RECOGNISED,
    /** Whoever was a member a moment ago is believed to be one. */
    OLD_AUTHORIZATIONS_ARE_BELIEVED
}
