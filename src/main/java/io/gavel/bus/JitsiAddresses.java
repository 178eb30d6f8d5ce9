package io.gavel.bus;

import io.gavel.jitsi.FiledRecording;
import io.gavel.jitsi.RecordedFile;
import io.gavel.jitsi.Reservation;
import io.gavel.jitsi.ReservationRequests.FindReservation;
import io.gavel.jitsi.ReservationRequests.JudgeRoom;
import io.gavel.jitsi.ReservationRequests.ReserveRoom;
import io.gavel.jitsi.ReservationRequests.RoomGone;
import io.gavel.jitsi.RoomEvent;
import io.gavel.jitsi.RoomEventOutcome;
import io.gavel.jitsi.RoomTask;
import io.gavel.jitsi.RoomTaskRequests.NextTry;
import io.gavel.jitsi.RoomTaskRequests.SignSystemToken;
import io.gavel.jitsi.RoomTaskRequests.SystemToken;
import io.gavel.jitsi.RoomTaskRequests.TakeTasks;
import io.gavel.jitsi.RoomTaskRequests.TakenTasks;
import io.gavel.jitsi.RoomTaskRequests.TaskStands;
import io.gavel.jitsi.RoomTaskRequests.TaskTried;

/** The addresses of what the Jitsi deployment asks and tells; what {@link Addresses} says of all of them holds here. */
public final class JitsiAddresses {
    private JitsiAddresses() {}

    // http → store; the details of these problems are for whoever wanted to enter the room

    /** Problems: NOT_FOUND, MEETING_ENDED, MEETING_CANCELLED, TOO_EARLY, FORBIDDEN. */
    public static final RequestAddress<ReserveRoom, Reservation> RESERVE_ROOM =
            new RequestAddress<>("store.jitsi.reserve", ReserveRoom.class, Reservation.class);

    /** Leaves everything as it is. Problems: those of {@link #RESERVE_ROOM}. */
    public static final RequestAddress<JudgeRoom, Done> JUDGE_ROOM =
            new RequestAddress<>("store.jitsi.judge", JudgeRoom.class, Done.class);

    /** Problems: those of {@link #RESERVE_ROOM}. */
    public static final RequestAddress<FindReservation, Reservation> FIND_RESERVATION =
            new RequestAddress<>("store.jitsi.reservation", FindReservation.class, Reservation.class);

    /** Problems: NOT_FOUND. */
    public static final RequestAddress<RoomGone, Done> ROOM_GONE =
            new RequestAddress<>("store.jitsi.gone", RoomGone.class, Done.class);

    /** Keeps what Jitsi tells, and applies it. No problems of its own. */
    public static final RequestAddress<RoomEvent, RoomEventOutcome> TELL_ROOM_EVENT =
            new RequestAddress<>("store.jitsi.event", RoomEvent.class, RoomEventOutcome.class);

    /** Problems: NOT_FOUND where no meeting is meant, INVALID_REQUEST where two are, INVALID_TRANSITION. */
    public static final RequestAddress<RecordedFile, FiledRecording> FILE_RECORDING =
            new RequestAddress<>("store.jitsi.recording", RecordedFile.class, FiledRecording.class);

    // rooms → store

    /** Takes what is to be done in Jitsi's rooms now. No problems of its own. */
    public static final RequestAddress<TakeTasks, TakenTasks> TAKE_ROOM_TASKS =
            new RequestAddress<>("store.jitsi.tasks", TakeTasks.class, TakenTasks.class);

    /** Asked right before the call. No problems of its own. */
    public static final RequestAddress<RoomTask, TaskStands> JUDGE_ROOM_TASK =
            new RequestAddress<>("store.jitsi.stands", RoomTask.class, TaskStands.class);

    /** No problems of its own: a task that somebody else has taken meanwhile is his. */
    public static final RequestAddress<TaskTried, NextTry> ROOM_TASK_TRIED =
            new RequestAddress<>("store.jitsi.tried", TaskTried.class, NextTry.class);

    // rooms → token

    /** Answered where the deployment has a key of its own. */
    public static final RequestAddress<SignSystemToken, SystemToken> SIGN_SYSTEM_TOKEN =
            new RequestAddress<>("token.jitsi.system", SignSystemToken.class, SystemToken.class);
}
