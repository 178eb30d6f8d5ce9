package io.gavel.store.stream;

import io.gavel.event.Topic;
import io.gavel.store.sql.Statement;
import java.util.function.Function;

/** Where the streams of each kind of topic are kept: alike, in tables of their own. */
enum StreamTables {
    MEETINGS("meeting_stream", "meeting_event", "meeting_id", "meeting_participant"),
    CONVERSATIONS("conversation_stream", "conversation_event", "conversation_id", "conversation_member");

    private final String streams;
    private final String events;
    private final String id;
    private final String members;

    StreamTables(String streams, String events, String id, String members) {
        this.streams = streams;
        this.events = events;
        this.id = id;
        this.members = members;
    }

    static StreamTables of(Topic.Kind kind) {
        return kind == Topic.Kind.MEETING ? MEETINGS : CONVERSATIONS;
    }

    /** Makes a statement for each kind's tables, and tells which one a topic takes. */
    static <T> Function<Topic, Statement<T>> each(String sql, Function<String, Statement<T>> statement) {
        var meetings = statement.apply(MEETINGS.in(sql));
        var conversations = statement.apply(CONVERSATIONS.in(sql));
        return topic -> topic.kind() == Topic.Kind.MEETING ? meetings : conversations;
    }

    /** The statement for these tables, from one that speaks of {streams}, {events}, {members} and their column {id}. */
    String in(String sql) {
        return sql.replace("{streams}", streams)
                .replace("{events}", events)
                .replace("{members}", members)
                .replace("{id}", id);
    }
}
