package io.gavel.stream;

import io.gavel.event.Topic;

/**
 * Something that a member does in a topic and that is not kept, on its way to the nodes that have sockets of it.
 *
 * @param userId who does it
 * @param epoch the wire's
 * @param seq the stream's head at a moment when this user was a member: whom an event up to it removed no longer hears of
 *     this, and where a later one removed this user, nobody does
 * @param json the event as every client gets it
 */
public record Signal(Topic topic, String userId, String epoch, long seq, String json) {}
