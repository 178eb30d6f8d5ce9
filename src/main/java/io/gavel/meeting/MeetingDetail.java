package io.gavel.meeting;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/**
 * A meeting with its people and recordings: one consistent read at its {@code seq}.
 *
 * @param epoch names this numbering of the stream; another epoch means that {@code seq} starts anew
 * @param participants the Host first, then by invitation, without those removed
 * @param occupants who is in Jitsi now; nobody after the end
 */
public record MeetingDetail(
        @JsonUnwrapped Meeting meeting,
        String epoch,
        List<Participant> participants,
        List<Recording> recordings,
        List<MeetingOccupant> occupants) {}
