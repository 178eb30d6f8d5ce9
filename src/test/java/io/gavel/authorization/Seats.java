package io.gavel.authorization;

import io.gavel.User;
import io.gavel.bridge.BridgeClient;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The connections of a cast: one for each of its people and columns, opened at first use. */
final class Seats implements AutoCloseable {
    /** Who has a session where a meeting has begun. */
    private static final Set<Role> COME_IN = Set.of(Role.INSIDE, Role.LEFT, Role.REMOVED, Role.MODERATOR, Role.HOST);

    private final Cast cast;
    private final Map<String, BridgeClient> clients = new HashMap<>();

    Seats(Cast cast) {
        this.cast = cast;
    }

    BridgeClient of(Role role, Column column) {
        return of(cast.user(role), column);
    }

    BridgeClient ofBystander(Column column) {
        return of(cast.bystander(), column);
    }

    private BridgeClient of(User user, Column column) {
        return clients.computeIfAbsent(user.id() + column, unknown -> BridgeClient.connect(user.url(), user.token()));
    }

    /** Has those come in who are inside, the bystander included. */
    void enter(Stage stage) {
        if (stage.column().isBegun()) {
            var meeting = new JsonObject().put("meetingId", stage.meetingId());
            stage.there().stream()
                    .filter(COME_IN::contains)
                    .forEach(role -> of(role, stage.column()).ask("join_meeting_room", meeting));
            Stage.require(cast.bystander().post(stage.path("/join")), 200);
            ofBystander(stage.column()).ask("join_meeting_room", meeting);
        }
    }

    @Override
    public void close() {
        clients.values().forEach(BridgeClient::close);
    }
}
