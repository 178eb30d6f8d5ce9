package io.gavel.rest;

import static io.gavel.rest.HostedMeeting.body;
import static io.gavel.rest.HostedMeeting.ids;
import static io.gavel.rest.HostedMeeting.in;
import static io.gavel.rest.HostedMeeting.newUser;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.SharedNode;
import io.gavel.User;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JitsiTokenTest {
    private static final String SECRET = "super_secret_key_here";
    private static final Set<String> FOR_EVERYONE = Set.of(
            "branding", "calendar", "create-polls", "file-upload", "flip", "room", "screen-sharing", "send-groupchat");
    private static final Set<String> FOR_MODERATORS =
            Set.of("list-visitors", "lobby", "moderation", "transcription", "livestreaming", "recording");

    @Test
    void isSignedWithTheAppSecret() throws Exception {
        var token = join(HostedMeeting.with()).getString("jitsiToken").split("\\.");

        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        var signature = mac.doFinal((token[0] + "." + token[1]).getBytes(StandardCharsets.US_ASCII));

        assertThat(token).hasSize(3);
        assertThat(decoded(token[0]))
                .isEqualTo(new JsonObject().put("alg", "HS256").put("typ", "JWT"));
        assertThat(token[2]).isEqualTo(Base64.getUrlEncoder().withoutPadding().encodeToString(signature));
    }

    @Test
    void saysExactlyWhatTheContractSays() {
        var meeting = HostedMeeting.with();
        var join = join(meeting);
        var claims = claims(join);

        assertThat(claims.fieldNames())
                .containsExactlyInAnyOrder("aud", "iss", "sub", "room", "iat", "nbf", "exp", "context");
        assertThat(claims.getValue("aud")).isEqualTo("jitsi");
        assertThat(claims.getString("iss")).isEqualTo("talentflip-ai");
        assertThat(claims.getString("sub")).isEqualTo("meet.talentflip.ai");
        assertThat(claims.getString("room")).matches("interview_[a-z0-9]{19,}");
        assertThat(claims.getString("room")).isEqualToIgnoringCase(join.getString("roomName"));
        var context = claims.getJsonObject("context");
        assertThat(context.fieldNames()).containsExactlyInAnyOrder("user", "group", "features");
        assertThat(context.getValue("group")).isEqualTo(Long.toString(meeting.id()));
    }

    @Test
    void isDatedFromTheJoin() {
        var meeting = HostedMeeting.with();
        var join = join(meeting);
        var claims = claims(join);

        var joinedAt = Instant.parse(meeting.participant(meeting.host()).getString("firstJoinedAt"));
        assertThat(claims.getLong("iat")).isEqualTo(joinedAt.getEpochSecond());
        assertThat(claims.getLong("nbf")).isEqualTo(claims.getLong("iat") - 30);
        assertThat(Instant.parse(join.getString("tokenExpiresAt")).getEpochSecond())
                .isEqualTo(claims.getLong("exp"));
    }

    /** The planned end counts from now, for these meetings are instant. */
    @ParameterizedTest
    @CsvSource({"10, 3600", "30, 3600", "60, 5400", "209, 14340", "240, 14400", "1440, 14400"})
    void endsAnHourFromNowOrHalfAnHourAfterThePlannedEndAndWithinFourHours(int durationMinutes, long seconds) {
        var claims = claims(join(HostedMeeting.of(body().put("durationMinutes", durationMinutes))));

        assertThat(claims.getLong("exp") - claims.getLong("iat")).isBetween(seconds - 3, seconds);
    }

    @Test
    void endsFourHoursFromNowForAMeetingOfTheFarFuture() {
        var claims = claims(join(HostedMeeting.of(body().put("scheduledAt", in(Duration.ofDays(9))))));

        assertThat(claims.getLong("exp") - claims.getLong("iat")).isEqualTo(14_400);
    }

    @ParameterizedTest
    @CsvSource({"Host, true, owner", "Moderator, true, owner", "Participant, false, member"})
    void saysWhoTheUserIs(String role, boolean moderator, String affiliation) {
        var user = User.signedIn(
                SharedNode.get().url(),
                new JsonObject()
                        .put("userId", "user-" + UUID.randomUUID())
                        .put("name", "Ada \"✓\" Lovelace")
                        .put("email", "ada@example.org")
                        .put("avatar", "https://pictures.example/ada.png"));

        var said = joinAs(role, user).getJsonObject("context").getJsonObject("user");

        assertThat(said)
                .isEqualTo(new JsonObject()
                        .put("id", user.id())
                        .put("name", "Ada \"✓\" Lovelace")
                        .put("email", "ada@example.org")
                        .put("avatar", "https://pictures.example/ada.png")
                        .put("moderator", moderator)
                        .put("affiliation", affiliation));
    }

    @Test
    void whatIsNotKnownIsAbsentRatherThanNull() {
        var user = newUser();

        var said = joinAs("Participant", user).getJsonObject("context").getJsonObject("user");

        assertThat(said.fieldNames()).containsExactlyInAnyOrder("id", "name", "moderator", "affiliation");
        assertThat(said.getString("name")).isEqualTo(user.id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host", "Moderator"})
    void hostAndModeratorsMayModerateAndRecord(String role) {
        var features = joinAs(role, newUser()).getJsonObject("context").getJsonObject("features");

        assertThat(features.fieldNames()).containsExactlyInAnyOrderElementsOf(WireFields.FEATURES);
        assertThat(granted(features))
                .containsExactlyInAnyOrderElementsOf(
                        java.util.stream.Stream.concat(FOR_EVERYONE.stream(), FOR_MODERATORS.stream())
                                .toList());
    }

    @Test
    void participantsMayTakePart() {
        var features = joinAs("Participant", newUser()).getJsonObject("context").getJsonObject("features");

        assertThat(features.fieldNames()).containsExactlyInAnyOrderElementsOf(WireFields.FEATURES);
        assertThat(granted(features)).isEqualTo(FOR_EVERYONE);
    }

    @Test
    void nobodyRecordsAMeetingThatIsNotToBeRecorded() {
        var claims = claims(join(HostedMeeting.of(body().put("recordingEnabled", false))));

        assertThat(granted(claims.getJsonObject("context").getJsonObject("features")))
                .doesNotContain("recording", "livestreaming")
                .contains("moderation", "transcription");
    }

    @Test
    void aNewRoleIsInTheNextToken() {
        var guest = newUser();
        var meeting = HostedMeeting.with(guest);
        guest.post(meeting.path("/join"));

        var join = guest.post(meeting.promoted(guest).path("/join")).json();

        assertThat(join.getString("role")).isEqualTo("Moderator");
        assertThat(claims(join).getJsonObject("context").getJsonObject("user").getBoolean("moderator"))
                .isTrue();
    }

    private static JsonObject joinAs(String role, User user) {
        var meeting = role.equals("Host")
                ? HostedMeeting.of(user, body())
                : HostedMeeting.of(
                        body().put(role.equals("Moderator") ? "moderatorUserIds" : "participantUserIds", ids(user)));
        return claims(user.post(meeting.path("/join")).json());
    }

    private static JsonObject join(HostedMeeting meeting) {
        return meeting.host().post(meeting.path("/join")).json();
    }

    private static JsonObject claims(JsonObject join) {
        return decoded(List.of(join.getString("jitsiToken").split("\\.")).get(1));
    }

    private static JsonObject decoded(String part) {
        return new JsonObject(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
    }

    private static Set<String> granted(JsonObject features) {
        return features.stream()
                .filter(feature -> Boolean.TRUE.equals(feature.getValue()))
                .map(java.util.Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
