package io.gavel.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.SharedNode;
import io.gavel.User;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenCheckTest {
    private static final String PATH = "/api/jitsi/token/check";
    private static final User ADMIN = User.admin(SharedNode.get());

    @ParameterizedTest
    @ValueSource(strings = {"Host", "Moderator", "Participant"})
    void nothingIsWrongWithATokenOfOurs(String role) {
        var join = joinAs(role);

        var report = check(
                new JsonObject().put("token", join.getString("jitsiToken")).put("room", join.getString("roomName")));

        assertThat(report)
                .isEqualTo(new JsonObject()
                        .put("accepted", true)
                        .put("affiliation", role.equals("Participant") ? "member" : "owner")
                        .put("findings", new JsonArray()));
    }

    @Test
    void aTokenOfOursDoesNotOpenAnotherRoom() {
        var token = joinAs("Host").getString("jitsiToken");

        var report = check(new JsonObject().put("token", token).put("room", "other"));

        assertThat(report.getBoolean("accepted")).isFalse();
        assertThat(report.getValue("affiliation")).isNull();
        assertThat(rules(report)).containsExactly("room");
    }

    @Test
    void aFindingSaysWhatIsWrongAndWhatIsSeenAndHowToMendIt() {
        var report = check(new JsonObject().put("token", ""));

        assertThat(report.getJsonArray("findings").getJsonObject(0))
                .isEqualTo(
                        new JsonObject()
                                .put("rule", "empty")
                                .put("severity", "refused")
                                .put("says", "Invalid token")
                                .put("problem", "There is no token.")
                                .put("effect", "The page says that authentication failed and never reaches the room.")
                                .put(
                                        "mend",
                                        "Leave the parameter out for a guest; an empty one is refused even where guests are let in."));
    }

    @Test
    void thePlacesCircumstancesCount() {
        var token = joinAs("Host").getString("jitsiToken");

        var tenant = check(new JsonObject().put("token", token).put("tenant", "acme"));
        var unverified = check(new JsonObject()
                .put("token", token)
                .put("domain", "other.example.org")
                .put("domainVerification", false));
        var jaas = check(new JsonObject().put("token", token).put("provider", "jaas"));
        var lobby = check(new JsonObject().put("token", token).put("lobby", true));
        var strangers =
                check(new JsonObject().put("token", token).put("issuer", "x").put("audience", "y"));

        assertThat(rules(tenant)).containsExactly("sub");
        assertThat(rules(unverified)).containsExactly("sub-unchecked");
        assertThat(rules(jaas)).contains("alg-confusion", "iss", "jaas-sub");
        assertThat(rules(lobby)).containsExactly("lobby");
        assertThat(rules(strangers)).containsExactly("iss", "aud");
    }

    @Test
    void aKeyThatIsNoneIsAFaultOfItsField() {
        var answer =
                ADMIN.post(PATH, new JsonObject().put("token", "x").put("publicKey", "-----BEGIN PRIVATE KEY-----"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.faultyFields()).containsExactly("publicKey");
    }

    @Test
    void onlyAnAdminMayAsk() {
        var body = new JsonObject().put("token", "x");

        var user = User.unknown(SharedNode.get()).post(PATH, body);

        assertThat(user.status()).isEqualTo(403);
        assertThat(user.code()).isEqualTo("FORBIDDEN");
        assertThat(User.unknown(SharedNode.get()).post(PATH, new JsonObject()).status())
                .isEqualTo(400);
        assertThat(User.nobody(SharedNode.get()).post(PATH, body).status()).isEqualTo(401);
    }

    private static JsonObject joinAs(String role) {
        var user = User.unknown(SharedNode.get());
        var meeting = role.equals("Host")
                ? HostedMeeting.of(user, HostedMeeting.body())
                : HostedMeeting.of(HostedMeeting.body()
                        .put(
                                role.equals("Moderator") ? "moderatorUserIds" : "participantUserIds",
                                HostedMeeting.ids(user)));
        return user.post(meeting.path("/join")).json();
    }

    private static JsonObject check(JsonObject body) {
        var answer = ADMIN.post(PATH, body);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.json();
    }

    private static Stream<String> rules(JsonObject report) {
        return report.getJsonArray("findings").stream().map(finding -> ((JsonObject) finding).getString("rule"));
    }
}
