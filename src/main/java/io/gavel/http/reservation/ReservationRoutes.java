package io.gavel.http.reservation;

import io.gavel.bus.Bus;
import io.gavel.bus.JitsiAddresses;
import io.gavel.config.JitsiServer;
import io.gavel.config.Meetings;
import io.gavel.config.Reservations;
import io.gavel.http.jitsi.Bearer;
import io.gavel.http.jitsi.BodyReader;
import io.gavel.http.jitsi.Deadline;
import io.gavel.http.jitsi.Form;
import io.gavel.http.jitsi.ServerRoute;
import io.gavel.jitsi.Reservation;
import io.gavel.jitsi.ReservationRequests.FindReservation;
import io.gavel.jitsi.ReservationRequests.ReserveRoom;
import io.gavel.jitsi.ReservationRequests.RoomGone;
import io.gavel.jitsi.RoomName;
import io.gavel.jitsi.RoomRules;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Jitsi's Prosody asks before a room comes about, and tells when it is gone.
 *
 * <p>Source: jitsi-meet, resources/prosody-plugins/mod_reservations.lua.
 */
public final class ReservationRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(ReservationRoutes.class);

    /** So that the answer is out within a tenth of a second. */
    private static final int PATIENCE_MILLIS = 80;

    private static final String NAME = "name";
    private static final String MAIL_OWNER = "mail_owner";
    private static final String START_TIME = "start_time";
    private static final Set<String> FIELDS = Set.of(NAME, MAIL_OWNER, START_TIME);
    private static final Pattern TIME =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?(Z|[+-]\\d\\d:?\\d\\d)");
    private static final Pattern ID = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    private final Bus bus;
    private final Reservations settings;
    private final String path;
    private final RoomRules rules;
    private final Clock clock;
    private final Deadline deadline;
    private final ReservationAnswers answers;

    /** The routes of one event loop. */
    public ReservationRoutes(
            Vertx vertx, Bus bus, JitsiServer server, Meetings periods, Clock clock, MeterRegistry meters) {
        this.bus = bus;
        this.settings = server.reservations();
        this.path = server.path();
        this.rules = new RoomRules(periods.longest(), periods.noShow());
        this.clock = clock;
        this.deadline = new Deadline(vertx, PATIENCE_MILLIS);
        this.answers = new ReservationAnswers(settings.occupantsPerPerson(), meters);
    }

    /** Mounts nothing where no token is configured. */
    public void mount(Router router) {
        var token = settings.token();
        if (token != null) {
            var rooms = path + "/conference";
            mountRooms(router, rooms, new Bearer(token));
            mountRoom(router, rooms + "/:id", new Bearer(token));
        }
    }

    private void mountRooms(Router router, String path, Handler<RoutingContext> bearer) {
        ServerRoute.begin(router, path, bearer, answers::refuse);
        router.post(path).handler(BodyReader.form(Form.MOST_BYTES));
        router.post(path).handler(this::reserve);
        ServerRoute.end(router, path, "POST");
    }

    private void mountRoom(Router router, String path, Handler<RoutingContext> bearer) {
        ServerRoute.begin(router, path, bearer, answers::refuse);
        router.get(path).handler(this::find);
        router.head(path).handler(this::find);
        router.delete(path).handler(this::gone);
        ServerRoute.end(router, path, "DELETE, GET, HEAD");
    }

    private void reserve(RoutingContext context) {
        var form = Form.read(BodyReader.body(context), FIELDS);
        requireTime(form.orEmpty(START_TIME));
        var name = RoomName.of(form.require(NAME)).orElseThrow(RoomRules::unknown);
        var wanted = new ReserveRoom(UUID.randomUUID(), name, form.orEmpty(MAIL_OWNER), peer(context));
        deadline.limit(bus.request(JitsiAddresses.RESERVE_ROOM, wanted))
                .onSuccess(reservation -> answers.allow(context, reservation, "allowed"))
                .onFailure(failure -> {
                    if (settings.allowsWhenUnsure() && Deadline.isUnsure(failure)) {
                        allowUnsure(context, wanted);
                    } else {
                        context.fail(failure);
                    }
                });
    }

    /** Prosody's clock, which nothing depends on. */
    private static void requireTime(String text) {
        if (!text.isEmpty() && !TIME.matcher(text).matches()) {
            throw Form.invalid("the form has a start_time that is no time");
        }
    }

    /** The work may come to its end yet: then the room is known by this id, unless it had one. */
    private void allowUnsure(RoutingContext context, ReserveRoom wanted) {
        LOG.warn("a room was allowed to come about without a look at its meeting");
        var reservation = new Reservation(
                wanted.id(), wanted.name().asked(), wanted.mailOwner(), clock.instant(), rules.duration(), null);
        answers.allow(context, reservation, "allowed_unsure");
    }

    private void find(RoutingContext context) {
        deadline.limit(bus.request(JitsiAddresses.FIND_RESERVATION, new FindReservation(id(context))))
                .onSuccess(reservation -> answers.allow(context, reservation, "found"))
                .onFailure(context::fail);
    }

    private void gone(RoutingContext context) {
        Future<?> told =
                deadline.limit(bus.request(JitsiAddresses.ROOM_GONE, new RoomGone(id(context), peer(context))));
        told.onSuccess(done -> answers.gone(context)).onFailure(context::fail);
    }

    private static UUID id(RoutingContext context) {
        var id = context.pathParam("id");
        if (id == null || !ID.matcher(id).matches()) {
            throw RoomRules.unknown();
        }
        return UUID.fromString(id);
    }

    private static String peer(RoutingContext context) {
        return context.request().remoteAddress().hostAddress();
    }
}
