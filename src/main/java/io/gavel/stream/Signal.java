package io.gavel.stream;

import io.gavel.event.Topic;

/**
 * Something that happens in a topic and is not kept, on its way to the nodes that have sockets of it.
 *
 * @param json the event as every client gets it
 */
public record Signal(Topic topic, String json) {}
