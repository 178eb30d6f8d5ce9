package io.gavel.store;

import io.gavel.bus.Addresses;
import io.gavel.bus.Bus;
import io.gavel.bus.Done;
import io.gavel.bus.EventAddress;
import io.gavel.bus.JitsiAddresses;
import io.gavel.bus.LimitAddresses;
import io.gavel.bus.PresenceAddresses;
import io.gavel.config.DatabaseUrl;
import io.gavel.config.Meetings;
import io.gavel.event.Committed;
import io.gavel.jitsi.RoomRules;
import io.gavel.store.access.PasswordAttempts;
import io.gavel.store.access.Passwords;
import io.gavel.store.access.Tickets;
import io.gavel.store.command.CommandQueue;
import io.gavel.store.command.Commands;
import io.gavel.store.command.Departures;
import io.gavel.store.command.GroupCommit;
import io.gavel.store.jitsi.MissingMedia;
import io.gavel.store.jitsi.RoomEnds;
import io.gavel.store.jitsi.RoomEvents;
import io.gavel.store.jitsi.RoomLooks;
import io.gavel.store.jitsi.RoomReservations;
import io.gavel.store.jitsi.RoomWork;
import io.gavel.store.limit.Spendings;
import io.gavel.store.meeting.Admissions;
import io.gavel.store.meeting.DueMeetings;
import io.gavel.store.meeting.MeetingCreation;
import io.gavel.store.meeting.MeetingEdits;
import io.gavel.store.meeting.MeetingEndings;
import io.gavel.store.meeting.MeetingReads;
import io.gavel.store.meeting.Participants;
import io.gavel.store.meeting.RecordedFiles;
import io.gavel.store.meeting.Recordings;
import io.gavel.store.meeting.RoomNames;
import io.gavel.store.meeting.Snapshots;
import io.gavel.store.notification.MessageNotices;
import io.gavel.store.notification.NotificationList;
import io.gavel.store.notification.PersonalReads;
import io.gavel.store.notification.Preferences;
import io.gavel.store.presence.PresenceReads;
import io.gavel.store.presence.PresenceWrites;
import io.gavel.store.sql.Database;
import io.gavel.store.sql.Statement;
import io.gavel.store.stream.Commits;
import io.gavel.store.stream.EventReads;
import io.gavel.store.stream.MeetingWrites;
import io.gavel.store.stream.StreamHeads;
import io.gavel.store.user.Users;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Meeting persistence: answers every address that ends in PostgreSQL. */
public final class StoreVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(StoreVerticle.class);
    private static final Statement<Row> PING = Statement.query("SELECT 1", row -> row);

    private final Bus bus;
    private final DatabaseUrl url;
    private final int connections;
    private final String roomPrefix;
    private final Meetings periods;
    private final boolean observes;
    private final String nodeId;
    private Supplier<Future<Void>> closing = Future::succeededFuture;

    /**
     * The store of one node.
     *
     * @param observes whether rooms in Jitsi can be looked into
     * @param nodeId the same as long as the node's process lives, and never another's
     */
    public StoreVerticle(
            Bus bus,
            DatabaseUrl url,
            int connections,
            String roomPrefix,
            Meetings periods,
            boolean observes,
            String nodeId) {
        this.bus = bus;
        this.url = url;
        this.connections = connections;
        this.roomPrefix = roomPrefix;
        this.periods = periods;
        this.observes = observes;
        this.nodeId = nodeId;
    }

    @Override
    public Future<?> start() {
        var database = Database.open(vertx, url, connections);
        var passwords = new Passwords(vertx);
        var commits = new Commits(database, this::tell, notified -> tell(Addresses.USERS_NOTIFIED, notified));
        var writes = new MeetingWrites(commits);
        var endings = new MeetingEndings(writes);
        var shared =
                new Shared(database, commits, new KnownCallers(bus, new Users(database)), writes, passwords, endings);
        var sweep = new Sweep(
                vertx,
                database,
                new DueMeetings(database, commits, endings, periods, observes),
                new MissingMedia(database, commits, periods.mediaMissing()),
                periods);
        var departures = new Departures(writes.queue(), database, periods.grace(), this::tell);
        var sessions = new Sessions(vertx, bus, database, periods, nodeId, departures::end);
        closing = () -> sweep.stop()
                .eventually(sessions::stop)
                .eventually(passwords::close)
                .eventually(database::close);
        return sessions.begin().compose(leased -> respond(shared)).onSuccess(answering -> {
            sweep.start();
            sessions.reap();
        });
    }

    @Override
    public Future<?> stop() {
        return closing.get();
    }

    private Future<?> respond(Shared shared) {
        var reads = new MeetingReads(shared.database());
        var notices = new MessageNotices(periods.offline());
        return Future.all(List.of(
                respondForMeetings(shared, reads),
                respondForPeople(shared),
                respondForUsers(shared),
                respondForStreams(shared),
                respondForCommands(shared),
                new Conversations(bus, shared.callers()).respond(shared.database(), shared.commits(), notices),
                respondForPresence(shared),
                respondForJitsi(shared),
                bus.respond(LimitAddresses.SHARE_SPENDING, new Spendings(shared.database())::share),
                bus.respond(Addresses.COUNT_MEETINGS, reads::count),
                bus.respond(Addresses.CHECK_DATABASE, check -> ping(shared.database()))));
    }

    private Future<?> respondForMeetings(Shared shared, MeetingReads reads) {
        var callers = shared.callers();
        var creation = new MeetingCreation(shared.commits(), shared.passwords(), new RoomNames(roomPrefix));
        var edits = new MeetingEdits(shared.writes(), shared.passwords());
        var recordings = new Recordings(shared.database(), shared.writes());
        var endings = shared.endings();
        return Future.all(List.of(
                callers.respond(Addresses.CREATE_MEETING, r -> r.caller(), creation::create),
                callers.respond(Addresses.FIND_MEETING, r -> r.caller(), reads::find),
                callers.respond(Addresses.LIST_MEETINGS, r -> r.caller(), reads::list),
                callers.respond(Addresses.EDIT_MEETING, r -> r.caller(), edits::edit),
                callers.respond(Addresses.END_MEETING, r -> r.caller(), endings::end),
                callers.respond(Addresses.CANCEL_MEETING, r -> r.caller(), endings::cancel),
                callers.respond(Addresses.ADD_RECORDING, r -> r.caller(), recordings::add),
                callers.respond(Addresses.LIST_RECORDINGS, r -> r.caller(), recordings::list),
                callers.respond(Addresses.WATCH_RECORDING, r -> r.caller(), recordings::watch),
                bus.respond(Addresses.FIND_RECORDING, recordings::find)));
    }

    private Future<?> respondForPeople(Shared shared) {
        var callers = shared.callers();
        var attempts = new PasswordAttempts(shared.database());
        var admissions = new Admissions(shared.writes(), shared.passwords(), attempts, periods.unconfirmed());
        var participants = new Participants(shared.writes());
        return Future.all(List.of(
                callers.respond(Addresses.ADMIT_CALLER, r -> r.caller(), admissions::admit),
                callers.respond(Addresses.LEAVE_MEETING, r -> r.caller(), admissions::leave),
                callers.respond(Addresses.INVITE_PARTICIPANTS, r -> r.caller(), participants::invite),
                callers.respond(Addresses.REMOVE_PARTICIPANT, r -> r.caller(), participants::remove),
                callers.respond(Addresses.SET_ROLE, r -> r.caller(), participants::setRole)));
    }

    private Future<?> respondForUsers(Shared shared) {
        var callers = shared.callers();
        var notifications = new NotificationList(shared.database(), shared.commits());
        var preferences = new Preferences(shared.database());
        var tickets = new Tickets(shared.database());
        return Future.all(List.of(
                callers.respond(Addresses.LIST_NOTIFICATIONS, r -> r.caller(), notifications::list),
                callers.respond(Addresses.READ_NOTIFICATION, r -> r.caller(), notifications::read),
                callers.respond(Addresses.READ_ALL_NOTIFICATIONS, r -> r.caller(), notifications::readAll),
                callers.respond(Addresses.FIND_PREFERENCES, r -> r.caller(), preferences::find),
                callers.respond(Addresses.SET_PREFERENCES, r -> r.caller(), preferences::set),
                callers.respond(Addresses.CREATE_TICKET, r -> r.caller(), tickets::create),
                bus.respond(Addresses.REDEEM_TICKET, tickets::redeem)));
    }

    private Future<?> respondForStreams(Shared shared) {
        var heads = new StreamHeads(shared.database());
        var events = new EventReads(shared.database());
        var personal = new PersonalReads(shared.database());
        return Future.all(List.of(
                bus.respond(Addresses.AUTHORIZE, heads::authorize),
                bus.respond(Addresses.CHECK_POSITIONS, heads::check),
                bus.respond(Addresses.READ_EVENTS, events::read),
                shared.callers().respond(Addresses.LIST_EVENTS, r -> r.caller(), events::list),
                shared.callers()
                        .respond(Addresses.KNOW_CALLER, r -> r.caller(), r -> Future.succeededFuture(Done.DONE)),
                bus.respond(Addresses.READ_RECENT_NOTIFICATIONS, personal::read)));
    }

    private Future<?> respondForCommands(Shared shared) {
        var commands = new GroupCommit(
                new Commands(shared.database(), periods.unconfirmed(), this::tell),
                work -> context.runOnContext(now -> work.run()));
        var queue = new CommandQueue(shared.writes().queue(), commands, System::nanoTime);
        var snapshots = new Snapshots(shared.database());
        return Future.all(List.of(
                bus.respond(Addresses.APPLY_COMMANDS, queue::apply),
                bus.respond(Addresses.READ_SNAPSHOT, snapshots::read)));
    }

    private Future<?> respondForPresence(Shared shared) {
        var reads = new PresenceReads(shared.database(), periods);
        var presence = new PresenceWrites(shared.database(), nodeId);
        var callers = shared.callers();
        return Future.all(List.of(
                bus.respond(PresenceAddresses.WRITE_PRESENCE, presence::write),
                bus.respond(PresenceAddresses.FIND_ONLINE, reads::online),
                bus.respond(PresenceAddresses.FIND_SHARING, reads::sharing),
                callers.respond(PresenceAddresses.READ_PRESENCE, r -> r.caller(), reads::read),
                callers.respond(PresenceAddresses.FIND_SETTINGS, r -> r.caller(), reads::settings),
                callers.respond(PresenceAddresses.CHANGE_SETTINGS, r -> r.caller(), presence::change)));
    }

    private Future<?> respondForJitsi(Shared shared) {
        var rules = new RoomRules(periods.longest(), periods.noShow());
        var events = new RoomEvents(shared.database(), shared.writes());
        var files = new RecordedFiles(shared.database(), shared.writes());
        var looks = new RoomLooks(shared.commits(), periods.observeEvery());
        var work = new RoomWork(shared.database(), new RoomEnds(shared.commits()), looks);
        var reservations = new RoomReservations(shared.database(), shared.writes(), rules);
        return Future.all(List.of(
                bus.respond(JitsiAddresses.TAKE_ROOM_TASKS, work::take),
                bus.respond(JitsiAddresses.JUDGE_ROOM_TASK, work::stands),
                bus.respond(JitsiAddresses.ROOM_TASK_TRIED, work::tried),
                bus.respond(JitsiAddresses.FILE_RECORDING, files::file),
                bus.respond(JitsiAddresses.RESERVE_ROOM, reservations::reserve),
                bus.respond(JitsiAddresses.JUDGE_ROOM, reservations::judge),
                bus.respond(JitsiAddresses.FIND_RESERVATION, reservations::find),
                bus.respond(JitsiAddresses.ROOM_GONE, reservations::gone),
                bus.respond(JitsiAddresses.TELL_ROOM_EVENT, events::tell)));
    }

    /** What is durable stays so, whoever hears of it: those who do not hear will look it up. */
    private <E> void tell(EventAddress<E> address, E event) {
        try {
            bus.publish(address, event);
        } catch (RuntimeException failure) {
            LOG.error("nobody was told of what was committed", failure);
        }
    }

    private void tell(Committed committed) {
        tell(Addresses.COMMITTED, committed);
    }

    private static Future<Done> ping(Database database) {
        return database.read(client -> PING.on(client).one()).map(row -> Done.DONE);
    }

    /** What several of the answers need. */
    private record Shared(
            Database database,
            Commits commits,
            KnownCallers callers,
            MeetingWrites writes,
            Passwords passwords,
            MeetingEndings endings) {}
}
