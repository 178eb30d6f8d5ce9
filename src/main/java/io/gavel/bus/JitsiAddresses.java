package io.gavel.bus;

import io.gavel.jitsi.Reservation;
import io.gavel.jitsi.ReservationRequests.FindReservation;
import io.gavel.jitsi.ReservationRequests.ReserveRoom;
import io.gavel.jitsi.ReservationRequests.RoomGone;

/** The addresses of what the Jitsi deployment asks and tells; what {@link Addresses} says of all of them holds here. */
public final class JitsiAddresses {
    private JitsiAddresses() {}

    // http → store; the details of these problems are for whoever wanted to enter the room

    /** Problems: NOT_FOUND, MEETING_ENDED, MEETING_CANCELLED, TOO_EARLY, FORBIDDEN. */
    public static final RequestAddress<ReserveRoom, Reservation> RESERVE_ROOM =
            new RequestAddress<>("store.jitsi.reserve", ReserveRoom.class, Reservation.class);

    /** Problems: those of {@link #RESERVE_ROOM}. */
    public static final RequestAddress<FindReservation, Reservation> FIND_RESERVATION =
            new RequestAddress<>("store.jitsi.reservation", FindReservation.class, Reservation.class);

    /** Problems: NOT_FOUND. */
    public static final RequestAddress<RoomGone, Done> ROOM_GONE =
            new RequestAddress<>("store.jitsi.gone", RoomGone.class, Done.class);
}
