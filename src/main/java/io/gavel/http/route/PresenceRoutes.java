package io.gavel.http.route;

import io.gavel.bus.Bus;
import io.gavel.bus.PresenceAddresses;
import io.gavel.http.answer.Answer;
import io.gavel.http.request.ApiRequest;
import io.gavel.identity.UserId;
import io.gavel.presence.PresenceRequests.ChangeSettings;
import io.gavel.presence.PresenceRequests.FindPresence;
import io.gavel.presence.PresenceRequests.FindSettings;
import io.gavel.presence.PresenceSettings;
import io.vertx.core.Future;
import java.util.LinkedHashSet;
import java.util.List;

/** Who is there, and what the caller lets others know of it. */
public final class PresenceRoutes {
    private static final String USER_IDS = "userIds";

    private final Bus bus;

    public PresenceRoutes(Bus bus) {
        this.bus = bus;
    }

    public void register(Handlers handlers) {
        handlers.on("getPresence", this::find)
                .on("getPresenceSettings", this::settings)
                .on("setPresenceSettings", this::change);
    }

    private Future<Answer> find(ApiRequest request) {
        var userIds = userIds(request);
        request.faults().throwIfAny();
        return bus.request(PresenceAddresses.FIND_PRESENCE, new FindPresence(request.caller(), userIds))
                .map(Answer::ok);
    }

    /** Each once, in the order given. */
    private static List<String> userIds(ApiRequest request) {
        var list = request.text(USER_IDS);
        var given = list == null ? List.<String>of() : List.of(list.split(",", -1));
        var ids = new LinkedHashSet<String>();
        given.forEach(id -> UserId.of(id).ifPresent(ids::add));
        if (given.isEmpty()
                || given.size() > FindPresence.MOST_USERS
                || !given.stream().allMatch(id -> UserId.of(id).isPresent())) {
            request.faults().add(USER_IDS, "takes 1 to " + FindPresence.MOST_USERS + " user ids by comma");
        }
        return List.copyOf(ids);
    }

    private Future<Answer> settings(ApiRequest request) {
        request.faults().throwIfAny();
        return bus.request(PresenceAddresses.FIND_SETTINGS, new FindSettings(request.caller()))
                .map(Answer::ok);
    }

    private Future<Answer> change(ApiRequest request) {
        var settings = new PresenceSettings(request.fields().flag("hideLastSeen", false));
        request.faults().throwIfAny();
        return bus.request(PresenceAddresses.CHANGE_SETTINGS, new ChangeSettings(request.caller(), settings))
                .map(Answer::ok);
    }
}
