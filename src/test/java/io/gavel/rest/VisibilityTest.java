package io.gavel.rest;

import static io.gavel.rest.HostedMeeting.body;
import static io.gavel.rest.HostedMeeting.newUser;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.SharedNode;
import io.gavel.User;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What shows, and what does not, to those who may not; who may do what is in io.gavel.authorization. */
class VisibilityTest {
    private static User host;
    private static User participant;
    private static User stranger;
    private static User admin;
    private static User nobody;

    @BeforeAll
    static void meetEverybody() {
        var node = SharedNode.get();
        host = newUser();
        participant = newUser();
        stranger = newUser();
        admin = User.admin(node);
        nobody = User.nobody(node);
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
}
