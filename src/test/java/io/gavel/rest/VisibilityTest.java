package io.gavel.rest;

import static io.gavel.rest.HostedMeeting.body;
import static io.gavel.rest.HostedMeeting.newUser;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.SharedNode;
import io.gavel.User;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Who may do what, for every route of a meeting in every status. */
class VisibilityTest {
    private static User host;
    private static User moderator;
    private static User participant;
    private static User removed;
    private static User stranger;
    private static User admin;
    private static User nobody;
    private static User forger;

    @BeforeAll
    static void meetEverybody() {
        var node = SharedNode.get();
        host = newUser();
        moderator = newUser();
        participant = newUser();
        removed = newUser();
        stranger = newUser();
        admin = User.admin(node);
        nobody = User.nobody(node);
        forger = User.withToken(
                node.url(), host.id(), host.token().substring(0, host.token().length() - 6) + "forged");
    }

    /** Outsiders first, for they must not change anything; then members, from the least to the most powerful. */
    @ParameterizedTest
    @CsvFileSource(resources = "visibility.csv", delimiter = '|', quoteCharacter = '^')
    void eachRoleMayDoItsOwnAndOthersMayNotEvenKnow(
            String method,
            @Nullable String below,
            @Nullable String body,
            String status,
            int byParticipant,
            int byModerator,
            int byHost) {
        var meeting = meeting(status);
        var path = meeting.path(below == null ? "" : below);
        var before = meeting.detail();

        assertThat(nobody.send(method, path, body).status()).as("no token").isEqualTo(401);
        assertThat(forger.send(method, path, body).status()).as("bad token").isEqualTo(401);
        assertThat(stranger.send(method, path, body).status()).as("stranger").isEqualTo(404);
        assertThat(removed.send(method, path, body).status()).as("removed").isEqualTo(404);
        assertThat(admin.send(method, path, body).status())
                .as("admin")
                .isEqualTo(method.equals("GET") && below == null ? 200 : 403);
        assertThat(meeting.detail()).isEqualTo(before);
        assertThat(participant.send(method, path, body).status())
                .as("Participant")
                .isEqualTo(byParticipant);
        assertThat(moderator.send(method, path, body).status()).as("Moderator").isEqualTo(byModerator);
        assertThat(host.send(method, path, body).status()).as("Host").isEqualTo(byHost);
    }

    @Test
    void whatIsNotThereLooksLikeWhatOneMayNotKnow() {
        var meeting = HostedMeeting.of(host, body());

        var foreign = stranger.get(meeting.path()).json();
        var missing = stranger.get("/api/meeting/999999999999").json();

        for (var answer : new JsonObject[] {foreign, missing}) {
            answer.remove("instance");
            answer.remove("requestId");
        }
        assertThat(foreign).isEqualTo(missing);
    }

    @Test
    void anAdminIsNotFoundWhatIsNotThere() {
        assertThat(admin.get("/api/meeting/999999999999").status()).isEqualTo(404);
        assertThat(admin.put("/api/meeting/999999999999/end").status()).isEqualTo(404);
        assertThat(admin.get("/api/meeting/999999999999/events").status()).isEqualTo(404);
        assertThat(admin.get("/api/meeting/999999999999/recording").status()).isEqualTo(404);
    }

    @Test
    void anAdminWhoIsInvitedActsAsTheInviteeThatItIs() {
        var meeting = HostedMeeting.with(admin).started();

        assertThat(admin.post(meeting.path("/join")).json().getString("role")).isEqualTo("Participant");
        assertThat(admin.put(meeting.path("/end")).status()).isEqualTo(403);
    }

    @Test
    void theListsNeedAToken() {
        for (var path : new String[] {"/api/meeting/list", "/api/notification/list"}) {
            var refused = nobody.get(path);

            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.code()).isEqualTo("UNAUTHENTICATED");
            assertThat(refused.header("WWW-Authenticate")).isEqualTo("Bearer");
        }
        assertThat(nobody.post("/api/meeting/create", body()).status()).isEqualTo(401);
        assertThat(nobody.put("/api/notification/1/read").status()).isEqualTo(401);
        assertThat(nobody.put("/api/notification/read-all").status()).isEqualTo(401);
    }

    @Test
    void aFaultIsToldBeforeTheMeetingIsLookedFor() {
        var meeting = HostedMeeting.of(host, body());
        var faulty = new JsonObject().put("nope", 1);

        assertThat(nobody.put(meeting.path(), faulty).status()).isEqualTo(401);
        assertThat(stranger.put(meeting.path(), faulty).status()).isEqualTo(400);
        assertThat(participant.put(meeting.path(), faulty).status()).isEqualTo(400);
        assertThat(stranger.post("/api/meeting/abc/join", faulty).status()).isEqualTo(400);
    }

    private static HostedMeeting meeting(String status) {
        var people = new JsonArray().add(participant.id()).add(removed.id()).add("bystander");
        var meeting = HostedMeeting.of(
                        host,
                        body().put("participantUserIds", people)
                                .put("moderatorUserIds", new JsonArray().add(moderator.id())))
                .removed(removed);
        return switch (status) {
            case "InProgress" -> meeting.started();
            case "Completed" -> meeting.ended();
            case "Cancelled" -> meeting.cancelled();
            default -> meeting;
        };
    }
}
