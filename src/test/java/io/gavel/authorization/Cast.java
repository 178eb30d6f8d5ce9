package io.gavel.authorization;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gavel.RunningNode;
import io.gavel.SharedNode;
import io.gavel.User;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Everybody who asks a node, each in the same part wherever a part is played. All of them are known to the node. */
final class Cast {
    private final RunningNode node;
    private final Map<Role, User> users = new EnumMap<>(Role.class);
    private final User bystander;

    Cast(RunningNode node) {
        this.node = node;
        for (var role : Role.CONNECTED) {
            users.put(role, known(role == Role.ADMIN ? User.admin(node) : User.unknown(node)));
        }
        bystander = known(User.unknown(node));
        users.put(Role.NONE, User.nobody(node));
        users.put(Role.RESERVATIONS, server(SharedNode.RESERVATION_TOKEN));
        users.put(Role.EVENTS, server(SharedNode.EVENTS_TOKEN));
        users.put(Role.RECORDER, server(SharedNode.RECORDER_TOKEN));
        users.put(Role.WEBHOOK, User.nobody(node));
    }

    /** A user is written down with the first call. */
    private static User known(User user) {
        Stage.require(user.get("/api/notification/list"), 200);
        return user;
    }

    RunningNode node() {
        return node;
    }

    User user(Role role) {
        return users.getOrDefault(role, User.nobody(node));
    }

    /** Somebody who is invited everywhere, and on whom others try what they may. */
    User bystander() {
        return bystander;
    }

    /** Who asks in this role; there is more than one bad token. */
    List<User> asking(Role role) {
        return role == Role.BAD_TOKEN ? badTokens() : List.of(user(role));
    }

    /** As {@link #asking}, where the secrets of Jitsi's servers are bad tokens too. */
    List<User> askingAsUsers(Role role) {
        var servers = Stream.of(Role.RESERVATIONS, Role.EVENTS, Role.RECORDER).map(this::user);
        return role == Role.BAD_TOKEN
                ? Stream.concat(badTokens().stream(), servers).toList()
                : asking(role);
    }

    private List<User> badTokens() {
        var token = user(Role.HOST).token();
        var forged = token.substring(0, token.length() - 6) + "forged";
        var claims = new JsonObject().put("sub", user(Role.HOST).id());
        var endless = signed(claims);
        var expired = signed(claims.put("exp", Instant.now().getEpochSecond() - 60));
        return Stream.of(forged, endless, expired, "nobodys-token")
                .map(this::server)
                .toList();
    }

    /** A token with the platform's own signature. */
    private static String signed(JsonObject claims) {
        var text = base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(UTF_8)) + "."
                + base64(claims.encode().getBytes(UTF_8));
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(OpenNode.USERS_SECRET.getBytes(UTF_8), "HmacSHA256"));
            return text + "." + base64(mac.doFinal(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private User server(String token) {
        return User.withToken(node.url(), "nobody", token);
    }

    JsonArray ids(Collection<Role> roles) {
        var ids = new JsonArray();
        roles.forEach(role -> ids.add(user(role).id()));
        return ids;
    }
}
