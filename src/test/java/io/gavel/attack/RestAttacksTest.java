package io.gavel.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.User;
import io.gavel.User.Answer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks 27 to 45 and 59: what is written into paths, queries and bodies. */
@ResourceLock(AttackedNode.LOCK)
class RestAttacksTest {
    private static final Attacked ATTACKED = AttackedNode.get();
    private static final User HOST = ATTACKED.host();
    private static final String NOT_MINE = "{\"ownerId\":\"mallory\",\"hostUserId\":\"mallory\",\"role\":\"Host\","
            + "\"status\":\"Completed\",\"id\":1,\"createdAt\":\"2020-01-01T00:00:00Z\",\"passwordHash\":\"x\","
            + "\"version\":9,\"seq\":9,\"roomName\":\"mine\",\"startedAt\":null,\"title\":\"Taken\"}";

    @Test
    void nobodyIsReachedThroughAnotherMeeting() {
        var other = ATTACKED.node();
        var owner = User.named(other, "owner-of-another", null);
        var guest = User.named(other, "guest-of-another", null);
        owner.createMeeting(
                new JsonObject().put("title", "Another").put("participantUserIds", JsonArray.of(guest.id())));
        var notification = guest.get("/api/notification/list")
                .json()
                .getJsonArray("items")
                .getJsonObject(0)
                .getLong("id");

        var role = ATTACKED.by(() -> HOST.put(
                ATTACKED.path("/participants/" + guest.id() + "/role"), new JsonObject().put("role", "Moderator")));
        var removal = ATTACKED.by(() -> HOST.delete(ATTACKED.path("/participants/" + guest.id())));
        var reading = ATTACKED.by(() -> HOST.put("/api/notification/" + notification + "/read"));

        assertThat(role.status()).isEqualTo(404);
        assertThat(removal.status()).isEqualTo(404);
        assertThat(reading.status()).isEqualTo(404);
    }

    @Test
    void whatIsNotTheCallersToSetIsRefusedByName() {
        var created = ATTACKED.by(() -> HOST.send("POST", "/api/meeting/create", NOT_MINE));
        var edited = ATTACKED.by(() -> HOST.send("PUT", ATTACKED.path(""), NOT_MINE));

        for (var refused : new Answer[] {created, edited}) {
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.faultyFields())
                    .containsExactlyInAnyOrder(
                            "ownerId",
                            "hostUserId",
                            "role",
                            "status",
                            "id",
                            "createdAt",
                            "passwordHash",
                            "version",
                            "seq",
                            "roomName",
                            "startedAt");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"role", "userId", "userName", "sessionId", "affiliation"})
    void whoJoinsSaysNothingOfItself(String field) {
        var refused = ATTACKED.by(() -> HOST.post(ATTACKED.path("/join"), new JsonObject().put(field, "Host")));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.faultyFields()).containsExactly(field);
    }

    /** Stored as it is, found as it is, and nothing else happens. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'; DROP TABLE meeting; --",
                "' OR '1'='1",
                "%_\\",
                "$1 #{hash} :id {{1+1}} ${jndi:ldap://127.0.0.1:9/}",
                "<img src=x onerror=alert(1)></script><b>\u202Egnp"
            })
    void whatLooksLikeAProgramIsText(String text) {
        var user = User.named(ATTACKED.node(), "user " + text, text);
        var body = new JsonObject()
                .put("title", text)
                .put("description", text)
                .put("externalRef", text)
                .put("participantUserIds", JsonArray.of(text));
        var made = user.post("/api/meeting/create", body, "Idempotency-Key", text.replaceAll("[^!-~]", "x"));
        var path = "/api/meeting/" + made.json().getLong("id");
        var chat = "/api/conversation/" + made.json().getLong("chatConversationId") + "/messages";
        var said = user.post(chat, new JsonObject().put("text", text).put("clientMessageId", "m1"));
        var found = user.get("/api/meeting/list?q=" + encode(text));
        var searched = user.get("/api/conversation/search?q=" + encode(text));
        var status = user.get("/api/meeting/list?status=" + encode(text));
        var cancelled = user.put(path + "/cancel", new JsonObject().put("reason", text));

        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        assertThat(made.json().getString("title")).isEqualTo(text);
        assertThat(made.json().getString("hostName")).isEqualTo(text);
        assertThat(made.header("Content-Type")).isEqualTo("application/json");
        assertThat(said.json().getString("text")).isEqualTo(text);
        assertThat(found.json().getJsonArray("items")).hasSize(1);
        assertThat(searched.status()).isIn(200, 400);
        assertThat(status.status()).isEqualTo(400);
        assertThat(cancelled.json().getString("cancelReason")).isEqualTo(text);
        assertThat(HOST.get("/api/meeting/list?q=" + encode(text)).json().getJsonArray("items"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/meeting/list?order=title;drop",
                "/api/meeting/list?cursor=%27%3B--",
                "/api/meeting/list?cursor=eyJpZCI6MX0",
                "/api/conversation/list?cursor=%27%3B--",
                "/api/conversation/list?cursor=99999999999999999999",
                "/api/conversation/search?q=any&cursor=-1",
                "/api/conversation/search?q=any&cursor=99999999999999999999",
                "/api/notification/list?cursor=-1",
                "/api/notification/list?cursor=1e3",
            })
    void aMadeUpCursorIsRefused(String path) {
        assertThat(ATTACKED.by(() -> HOST.get(path)).status()).isEqualTo(400);
    }

    /** A cursor is a place in one's own list, whoever was given it. */
    @Test
    void anothersCursorShowsOnlyOnesOwn() {
        var reader = User.named(ATTACKED.node(), "reader", null);
        reader.createMeeting(new JsonObject().put("title", "Mine"));
        for (int i = 0; i < 2; i++) {
            HOST.createMeeting(new JsonObject().put("title", "Not mine " + i));
        }
        var cursor = HOST.get("/api/meeting/list?limit=1&order=asc").json().getString("nextCursor");

        var page = ATTACKED.by(() -> reader.get("/api/meeting/list?order=asc&cursor=" + encode(cursor)));

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).doesNotContain("Not mine", "Attacked");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u0000", "\\ud83d", "\\ude42\\ud83d", "title\\u0000"})
    void aKeyThatCannotBeStoredIsAFault(String key) {
        var refused =
                ATTACKED.by(() -> HOST.send("PUT", ATTACKED.path(""), "{\"title\":\"Any\",\"" + key + "\":\"x\"}"));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("INVALID_REQUEST");
    }

    /** Each was told before, compared with all others: half a megabyte of answer, and the event loop busy meanwhile. */
    @Test
    void ofThousandsOfFaultsThoseOfAHundredFieldsAreTold() {
        var body = IntStream.range(0, 4000)
                .mapToObj(i -> "\"\\u0000" + i + "\":1")
                .collect(Collectors.joining(",", "{", "}"));

        var refused = ATTACKED.by(() -> HOST.send("PUT", ATTACKED.path(""), body));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.faultyFields()).hasSizeBetween(100, 102).contains("");
        assertThat(refused.body()).hasSizeLessThan(20_000);
    }

    @Test
    void noWayOfWritingAFilesPathTakesTheFileAway() {
        var real = "/docs/ui/swagger-ui.css";
        for (var path : new String[] {
            "/docs/ui/x%2F..%2Fswagger-ui.css",
            "/docs/ui/..%2fui%2fswagger-ui.css",
            "/docs/ui/%2e%2e/%2e%2e/openapi.json"
        }) {
            ATTACKED.by(() -> User.nobody(ATTACKED.node()).get(path));

            assertThat(User.nobody(ATTACKED.node()).get(real).status()).isEqualTo(200);
        }
    }

    /** A room is exactly its name; what looks or folds like it is another, and no meeting's. */
    @Test
    void aRoomThatLooksLikeAnotherIsNotThere() {
        var room = HOST.get(ATTACKED.path("")).json().getString("roomName");
        var jitsi = User.withToken(ATTACKED.node().url(), "jitsi", AttackedNode.RESERVATION_TOKEN);
        for (var other : new String[] {
            room.replaceFirst("[a-z]", "\u0430"), // Cyrillic
            room.replaceFirst("_", "\uff3f"), // full-width
            room + "\u200b",
            "*",
            room + "%00",
            " " + room
        }) {
            var asked = ATTACKED.by(() -> jitsi.send(
                    "POST",
                    "/jitsi/conference",
                    "name=" + encode(other)
                            + "&mail_owner=x%40meet.example.org&start_time=2026-08-01T09%3A30%3A00.000Z",
                    "Content-Type",
                    "application/x-www-form-urlencoded"));

            assertThat(asked.status()).as(other).isBetween(400, 404);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
