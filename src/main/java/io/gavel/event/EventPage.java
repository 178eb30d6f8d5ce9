package io.gavel.event;

import java.util.List;
import java.util.Map;

/**
 * Events of one meeting in their order.
 *
 * @param items each one the envelope {@code event, seq, at, meetingId} with the payload's fields beside it
 * @param seq the stream's head
 * @param more others follow within the stream
 * @param reset these events are no longer kept or never were: read the meeting anew instead
 */
public record EventPage(List<Map<String, Object>> items, long seq, String epoch, boolean more, boolean reset) {}
