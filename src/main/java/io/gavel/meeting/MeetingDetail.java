package io.gavel.meeting;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.gavel.json.RawJson;

/**
 * A meeting with its people and recordings: one consistent read at its {@code seq}.
 *
 * @param epoch names this numbering of the stream; another epoch means that {@code seq} starts anew
 * @param participants an array of {@link Participant}: the Host first, then by invitation, without those removed
 * @param recordings an array of {@link Recording}
 * @param occupants who is in Jitsi now, an array: the id that the events of Jitsi's iframe API call {@code id}, the user's
 *     (null for none of the meeting's people), the name, since when by Jitsi's clock; nobody after the end
 */
public record MeetingDetail(
        @JsonUnwrapped Meeting meeting, String epoch, RawJson participants, RawJson recordings, RawJson occupants) {}
