package io.gavel.bus;

import io.gavel.access.AccessRequests.AdmitCaller;
import io.gavel.access.AccessRequests.CreateDevToken;
import io.gavel.access.AccessRequests.CreateTicket;
import io.gavel.access.AccessRequests.JoinMeeting;
import io.gavel.access.AccessRequests.RedeemTicket;
import io.gavel.access.AccessRequests.VerifyToken;
import io.gavel.access.Admission;
import io.gavel.access.DevToken;
import io.gavel.access.Join;
import io.gavel.access.Ticket;
import io.gavel.command.CommandBatch;
import io.gavel.command.CommandOutcomes;
import io.gavel.command.LeaseTaken;
import io.gavel.command.LostConnections;
import io.gavel.doctor.CheckToken;
import io.gavel.doctor.TokenReport;
import io.gavel.event.Committed;
import io.gavel.event.EventPage;
import io.gavel.event.StreamRequests.Authorizations;
import io.gavel.event.StreamRequests.Authorize;
import io.gavel.event.StreamRequests.CheckPositions;
import io.gavel.event.StreamRequests.EventSlice;
import io.gavel.event.StreamRequests.KnowCaller;
import io.gavel.event.StreamRequests.ListEvents;
import io.gavel.event.StreamRequests.Positions;
import io.gavel.event.StreamRequests.ReadEvents;
import io.gavel.event.StreamRequests.ReadSnapshot;
import io.gavel.event.StreamRequests.Snapshot;
import io.gavel.identity.Caller;
import io.gavel.meeting.Meeting;
import io.gavel.meeting.MeetingCounts;
import io.gavel.meeting.MeetingDetail;
import io.gavel.meeting.MeetingPage;
import io.gavel.meeting.MeetingRequests.AddRecording;
import io.gavel.meeting.MeetingRequests.CancelMeeting;
import io.gavel.meeting.MeetingRequests.CountMeetings;
import io.gavel.meeting.MeetingRequests.CreateMeeting;
import io.gavel.meeting.MeetingRequests.EditMeeting;
import io.gavel.meeting.MeetingRequests.EndMeeting;
import io.gavel.meeting.MeetingRequests.FindMeeting;
import io.gavel.meeting.MeetingRequests.FindRecording;
import io.gavel.meeting.MeetingRequests.InviteParticipants;
import io.gavel.meeting.MeetingRequests.LeaveMeeting;
import io.gavel.meeting.MeetingRequests.ListMeetings;
import io.gavel.meeting.MeetingRequests.ListRecordings;
import io.gavel.meeting.MeetingRequests.RemoveParticipant;
import io.gavel.meeting.MeetingRequests.SetRole;
import io.gavel.meeting.MeetingRequests.WatchRecording;
import io.gavel.meeting.Participant;
import io.gavel.meeting.Recording;
import io.gavel.meeting.RecordingList;
import io.gavel.meeting.WatchedRecording;
import io.gavel.notification.NotificationPage;
import io.gavel.notification.NotificationPreferences;
import io.gavel.notification.NotificationRequests.FindPreferences;
import io.gavel.notification.NotificationRequests.ListNotifications;
import io.gavel.notification.NotificationRequests.ReadAllNotifications;
import io.gavel.notification.NotificationRequests.ReadNotification;
import io.gavel.notification.NotificationRequests.SetPreferences;
import io.gavel.notification.PersonalRequests.ReadRecent;
import io.gavel.notification.PersonalRequests.Recent;
import io.gavel.notification.PersonalRequests.UsersNotified;

/**
 * Every address between verticles. What is not here does not travel.
 *
 * <p>All of them are answered inside the node that asks. Besides the problems named here, each may fail with UNAVAILABLE
 * (a dependency is away, or nobody answers) and INTERNAL (a defect, logged where it happened).
 */
public final class Addresses {
    private Addresses() {}

    // http → token

    /** Problems: UNAUTHENTICATED. */
    public static final RequestAddress<VerifyToken, Caller> VERIFY_TOKEN =
            new RequestAddress<>("token.verify", VerifyToken.class, Caller.class);

    /** Problems: those of {@link #ADMIT_CALLER}. */
    public static final RequestAddress<JoinMeeting, Join> JOIN_MEETING =
            new RequestAddress<>("token.join", JoinMeeting.class, Join.class);

    /** What Jitsi makes of a token; no token at all is an answer too. */
    public static final RequestAddress<CheckToken, TokenReport> CHECK_JITSI_TOKEN =
            new RequestAddress<>("token.jitsi.check", CheckToken.class, TokenReport.class);

    /** Problems: NOT_FOUND outside dev mode, or where this node has no secret of its own to sign with. */
    public static final RequestAddress<CreateDevToken, DevToken> CREATE_DEV_TOKEN =
            new RequestAddress<>("token.dev.create", CreateDevToken.class, DevToken.class);

    // token → store

    /**
     * Problems: NOT_FOUND, FORBIDDEN, MEETING_ENDED, MEETING_CANCELLED, TOO_EARLY, PASSWORD_REQUIRED, WRONG_PASSWORD,
     * TOO_MANY_REQUESTS, MEETING_FULL.
     */
    public static final RequestAddress<AdmitCaller, Admission> ADMIT_CALLER =
            new RequestAddress<>("store.meeting.admit", AdmitCaller.class, Admission.class);

    // http → store; a meeting that the caller may not know of is NOT_FOUND in all of them

    /** Problems: INVALID_REQUEST, IDEMPOTENCY_MISMATCH. */
    public static final RequestAddress<CreateMeeting, Meeting> CREATE_MEETING =
            new RequestAddress<>("store.meeting.create", CreateMeeting.class, Meeting.class);

    public static final RequestAddress<FindMeeting, MeetingDetail> FIND_MEETING =
            new RequestAddress<>("store.meeting.find", FindMeeting.class, MeetingDetail.class);

    public static final RequestAddress<ListMeetings, MeetingPage> LIST_MEETINGS =
            new RequestAddress<>("store.meeting.list", ListMeetings.class, MeetingPage.class);

    /** Problems: FORBIDDEN, INVALID_REQUEST, VERSION_MISMATCH, INVALID_TRANSITION. */
    public static final RequestAddress<EditMeeting, Meeting> EDIT_MEETING =
            new RequestAddress<>("store.meeting.edit", EditMeeting.class, Meeting.class);

    /** Problems: FORBIDDEN. */
    public static final RequestAddress<LeaveMeeting, Done> LEAVE_MEETING =
            new RequestAddress<>("store.meeting.leave", LeaveMeeting.class, Done.class);

    /** Problems: FORBIDDEN, INVALID_TRANSITION. */
    public static final RequestAddress<EndMeeting, Meeting> END_MEETING =
            new RequestAddress<>("store.meeting.end", EndMeeting.class, Meeting.class);

    /** Problems: FORBIDDEN, INVALID_TRANSITION. */
    public static final RequestAddress<CancelMeeting, Meeting> CANCEL_MEETING =
            new RequestAddress<>("store.meeting.cancel", CancelMeeting.class, Meeting.class);

    /** Problems: FORBIDDEN, INVALID_REQUEST, IDEMPOTENCY_MISMATCH, INVALID_TRANSITION. */
    public static final RequestAddress<InviteParticipants, MeetingDetail> INVITE_PARTICIPANTS =
            new RequestAddress<>("store.participant.invite", InviteParticipants.class, MeetingDetail.class);

    /** Problems: FORBIDDEN, HOST_REQUIRED, INVALID_TRANSITION. */
    public static final RequestAddress<RemoveParticipant, Done> REMOVE_PARTICIPANT =
            new RequestAddress<>("store.participant.remove", RemoveParticipant.class, Done.class);

    /** Problems: FORBIDDEN, HOST_REQUIRED, INVALID_TRANSITION. */
    public static final RequestAddress<SetRole, Participant> SET_ROLE =
            new RequestAddress<>("store.participant.role", SetRole.class, Participant.class);

    /** Problems: FORBIDDEN, IDEMPOTENCY_MISMATCH, INVALID_TRANSITION. */
    public static final RequestAddress<AddRecording, Recording> ADD_RECORDING =
            new RequestAddress<>("store.recording.add", AddRecording.class, Recording.class);

    /** Problems: FORBIDDEN. */
    public static final RequestAddress<ListRecordings, RecordingList> LIST_RECORDINGS =
            new RequestAddress<>("store.recording.list", ListRecordings.class, RecordingList.class);

    /** Problems: FORBIDDEN. */
    public static final RequestAddress<WatchRecording, WatchedRecording> WATCH_RECORDING =
            new RequestAddress<>("store.recording.watch", WatchRecording.class, WatchedRecording.class);

    public static final RequestAddress<FindRecording, WatchedRecording> FIND_RECORDING =
            new RequestAddress<>("store.recording.find", FindRecording.class, WatchedRecording.class);

    /** Problems: FORBIDDEN. */
    public static final RequestAddress<ListEvents, EventPage> LIST_EVENTS =
            new RequestAddress<>("store.event.list", ListEvents.class, EventPage.class);

    public static final RequestAddress<ListNotifications, NotificationPage> LIST_NOTIFICATIONS =
            new RequestAddress<>("store.notification.list", ListNotifications.class, NotificationPage.class);

    public static final RequestAddress<ReadNotification, Done> READ_NOTIFICATION =
            new RequestAddress<>("store.notification.read", ReadNotification.class, Done.class);

    public static final RequestAddress<ReadAllNotifications, Done> READ_ALL_NOTIFICATIONS =
            new RequestAddress<>("store.notification.read-all", ReadAllNotifications.class, Done.class);

    public static final RequestAddress<FindPreferences, NotificationPreferences> FIND_PREFERENCES =
            new RequestAddress<>(
                    "store.notification.preferences", FindPreferences.class, NotificationPreferences.class);

    public static final RequestAddress<SetPreferences, NotificationPreferences> SET_PREFERENCES = new RequestAddress<>(
            "store.notification.preferences.set", SetPreferences.class, NotificationPreferences.class);

    public static final RequestAddress<CreateTicket, Ticket> CREATE_TICKET =
            new RequestAddress<>("store.ticket.create", CreateTicket.class, Ticket.class);

    // bridge → store

    /** Problems: UNAUTHENTICATED. */
    public static final RequestAddress<RedeemTicket, Caller> REDEEM_TICKET =
            new RequestAddress<>("store.ticket.redeem", RedeemTicket.class, Caller.class);

    public static final RequestAddress<KnowCaller, Done> KNOW_CALLER =
            new RequestAddress<>("store.user.know", KnowCaller.class, Done.class);

    /** What a command fails with is in its outcome; the request itself fails only where the outcome is unknown. */
    public static final RequestAddress<CommandBatch, CommandOutcomes> APPLY_COMMANDS =
            new RequestAddress<>("store.command.apply", CommandBatch.class, CommandOutcomes.class);

    public static final RequestAddress<Authorize, Authorizations> AUTHORIZE =
            new RequestAddress<>("store.stream.authorize", Authorize.class, Authorizations.class);

    public static final RequestAddress<CheckPositions, Positions> CHECK_POSITIONS =
            new RequestAddress<>("store.stream.positions", CheckPositions.class, Positions.class);

    /** Problems: NOT_FOUND. */
    public static final RequestAddress<ReadEvents, EventSlice> READ_EVENTS =
            new RequestAddress<>("store.stream.events", ReadEvents.class, EventSlice.class);

    /** Problems: NOT_FOUND. */
    public static final RequestAddress<ReadSnapshot, Snapshot> READ_SNAPSHOT =
            new RequestAddress<>("store.stream.snapshot", ReadSnapshot.class, Snapshot.class);

    public static final RequestAddress<LostConnections, Done> LOSE_CONNECTIONS =
            new RequestAddress<>("store.session.lose", LostConnections.class, Done.class);

    /** The lease under which this node's sessions live now. */
    public static final RequestAddress<HealthCheck, LeaseTaken> FIND_LEASE =
            new RequestAddress<>("store.lease.find", HealthCheck.class, LeaseTaken.class);

    public static final RequestAddress<ReadRecent, Recent> READ_RECENT_NOTIFICATIONS =
            new RequestAddress<>("store.notification.recent", ReadRecent.class, Recent.class);

    // store → bridge, told after COMMIT has returned

    public static final EventAddress<Committed> COMMITTED = new EventAddress<>("stream.committed", Committed.class);

    public static final EventAddress<UsersNotified> USERS_NOTIFIED =
            new EventAddress<>("notification.committed", UsersNotified.class);

    public static final EventAddress<LeaseTaken> LEASE_TAKEN = new EventAddress<>("lease.taken", LeaseTaken.class);

    // operations → store, token

    public static final RequestAddress<CountMeetings, MeetingCounts> COUNT_MEETINGS =
            new RequestAddress<>("store.meeting.count", CountMeetings.class, MeetingCounts.class);

    public static final RequestAddress<HealthCheck, Done> CHECK_DATABASE =
            new RequestAddress<>("store.health", HealthCheck.class, Done.class);

    public static final RequestAddress<HealthCheck, Done> CHECK_KEYS =
            new RequestAddress<>("token.health", HealthCheck.class, Done.class);
}
