package io.gavel.jitsi;

import java.util.UUID;

/** What the Jitsi deployment asks about rooms, and tells of them. */
public final class ReservationRequests {
    private ReservationRequests() {}

    /**
     * May this room come about?
     *
     * @param id for the reservation, unless the room has one
     * @param peer the address from which it was asked
     */
    public record ReserveRoom(UUID id, RoomName name, String mailOwner, String peer) {}

    /** May this room come about? Asked without a reservation to follow. */
    public record JudgeRoom(RoomName name) {}

    public record FindReservation(UUID id) {}

    /**
     * The room is no more.
     *
     * @param peer the address from which it was told
     */
    public record RoomGone(UUID id, String peer) {}
}
