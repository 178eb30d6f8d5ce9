package io.gavel.http.route;

import io.gavel.bus.Addresses;
import io.gavel.bus.Bus;
import io.gavel.http.answer.Answer;
import io.gavel.http.request.ApiRequest;
import io.gavel.notification.NotificationRequests.FindPreferences;
import io.gavel.notification.NotificationRequests.ListNotifications;
import io.gavel.notification.NotificationRequests.ReadAllNotifications;
import io.gavel.notification.NotificationRequests.ReadNotification;
import io.gavel.notification.NotificationRequests.SetPreferences;
import io.gavel.notification.NotificationType;
import io.vertx.core.Future;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The caller's own notifications. */
public final class NotificationRoutes {
    private static final Pattern CURSOR = Pattern.compile("\\d{1,18}");

    private final Bus bus;

    public NotificationRoutes(Bus bus) {
        this.bus = bus;
    }

    public void register(Handlers handlers) {
        handlers.on("listNotifications", this::list)
                .on("readNotification", this::read)
                .on("readAllNotifications", this::readAll)
                .on("getNotificationPreferences", this::preferences)
                .on("setNotificationPreferences", this::setPreferences);
    }

    private Future<Answer> list(ApiRequest request) {
        var before = before(request);
        request.faults().throwIfAny();
        var list = new ListNotifications(
                request.caller(), request.flag("unread"), Math.toIntExact(request.number("limit", 20)), before);
        return bus.request(Addresses.LIST_NOTIFICATIONS, list).map(Answer::ok);
    }

    private static @Nullable Long before(ApiRequest request) {
        var cursor = request.text("cursor");
        if (cursor == null) {
            return null;
        }
        if (!CURSOR.matcher(cursor).matches()) {
            request.faults().add("cursor", "takes the nextCursor of a list");
            return null;
        }
        return Long.valueOf(cursor);
    }

    private Future<Answer> read(ApiRequest request) {
        request.faults().throwIfAny();
        return bus.request(Addresses.READ_NOTIFICATION, new ReadNotification(request.caller(), request.id()))
                .map(done -> Answer.nothing());
    }

    private Future<Answer> readAll(ApiRequest request) {
        request.faults().throwIfAny();
        return bus.request(Addresses.READ_ALL_NOTIFICATIONS, new ReadAllNotifications(request.caller()))
                .map(done -> Answer.nothing());
    }

    private Future<Answer> preferences(ApiRequest request) {
        request.faults().throwIfAny();
        return bus.request(Addresses.FIND_PREFERENCES, new FindPreferences(request.caller()))
                .map(found -> Answer.ok(found.byType()));
    }

    private Future<Answer> setPreferences(ApiRequest request) {
        request.faults().throwIfAny();
        var fields = request.fields();
        var wanted = fields.given().stream()
                .collect(Collectors.toMap(NotificationType::of, type -> fields.flag(type, true)));
        return bus.request(Addresses.SET_PREFERENCES, new SetPreferences(request.caller(), wanted))
                .map(found -> Answer.ok(found.byType()));
    }
}
