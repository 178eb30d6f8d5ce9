package io.gavel.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.SecondNode;
import io.gavel.SharedNode;
import io.gavel.User;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Links to recordings: who gets one, and how long it opens the file. */
class RecordingLinkTest {
    @Test
    void theHostGetsALinkThatOpensTheFileWithoutAToken() {
        var film = Film.there();
        var before = Instant.now();

        var given = film.meeting().host().post(film.linkPath());

        assertThat(given.status()).isEqualTo(201);
        assertThat(Instant.parse(given.json().getString("expiresAt")))
                .isBetween(before.plusSeconds(299), Instant.now().plusSeconds(301));
        assertThat(given.json().getString("url")).startsWith("/recordings/" + film.id() + "?expires=");
        assertThat(Film.get(given.json().getString("url")).body()).isEqualTo(Film.CONTENT);
        assertThat(HostedMeeting.newUser().post(film.linkPath()).status())
                .as("a stranger")
                .isEqualTo(404);
    }

    @Test
    void aParticipantGetsALinkOnlyWhereTheDeploymentSaysSo() {
        var moderator = HostedMeeting.newUser();
        var participant = HostedMeeting.newUser();
        var meeting =
                HostedMeeting.with(moderator, participant).promoted(moderator).started();
        var link = meeting.path("/recording/" + add(meeting, path(meeting)) + "/link");

        assertThat(moderator.post(link).status()).isEqualTo(201);
        assertThat(participant.post(link).code()).isEqualTo("FORBIDDEN");
        assertThat(atSecondNode(participant).post(link).status()).isEqualTo(201);
        assertThat(User.unknown(SecondNode.get()).post(link).status()).isEqualTo(404);
    }

    @Test
    void anAdminWhoIsNoMemberGetsNone() {
        var film = Film.named("a.mp4");

        assertThat(User.admin(SharedNode.get()).post(film.linkPath()).code()).isEqualTo("FORBIDDEN");
        assertThat(User.admin(SecondNode.get()).post(film.linkPath()).code()).isEqualTo("FORBIDDEN");
    }

    @Test
    void whoeverWasRemovedGetsNone() {
        var moderator = HostedMeeting.newUser();
        var meeting = HostedMeeting.with(moderator).promoted(moderator).started();
        var link = meeting.path("/recording/" + add(meeting, path(meeting)) + "/link");

        meeting.removed(moderator);

        assertThat(moderator.post(link).status()).isEqualTo(404);
    }

    @Test
    void aFileOfElsewhereIsItsOwnLink() {
        var meeting = HostedMeeting.with().started();
        var id = add(meeting, "https://files.example.org/a.mp4");

        var given = meeting.host().post(meeting.path("/recording/" + id + "/link"));

        assertThat(given.json())
                .isEqualTo(new JsonObject()
                        .put("url", "https://files.example.org/a.mp4")
                        .putNull("expiresAt"));
    }

    @Test
    void anotherMeetingsRecordingIsNotThere() {
        var film = Film.named("a.mp4");
        var mine = HostedMeeting.with().started();

        for (var id : new Object[] {film.id(), film.id() + 1_000_000, 0, "x", "%00"}) {
            assertThat(mine.host().post(mine.path("/recording/" + id + "/link")).status())
                    .isEqualTo(404);
        }
    }

    @Test
    void anExpiredLinkSaysSo() {
        var film = Film.there();

        var expired = Film.get(Film.link(film.id(), Instant.now().minusSeconds(1)));

        assertThat(expired.status()).isEqualTo(403);
        assertThat(expired.code()).isEqualTo("FORBIDDEN");
        assertThat(Film.get(Film.link(film.id(), Instant.now().plus(Duration.ofHours(1))))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aLinkThatWasNeverGivenOpensNothing() {
        var film = Film.there();
        var other = Film.there();
        var link = film.link();
        var expires = link.replaceAll(".*expires=(\\d+).*", "$1");

        for (var forged : new String[] {
            link.replace("/" + film.id() + "?", "/" + other.id() + "?"),
            link.replace(expires, Long.toString(Long.parseLong(expires) + 1)),
            link.replace(expires, "0" + expires),
            link.replace(expires, "%2B" + expires),
            link.substring(0, link.length() - 1),
            link + "A",
            link + "&signature=x",
            link + "&expires=" + expires,
            link.replaceAll("&signature.*", ""),
            link.replaceAll("expires=\\d+&", ""),
            link.replaceAll("[?].*", ""),
            link.replace("signature=", "signature=%00"),
            link.replace("/" + film.id() + "?", "/0" + film.id() + "?"),
            link.replace("/recordings/", "/recordings/%2e%2e%2frecordings%2f"),
            link.replace("/recordings/", "/recordings/x/../../")
        }) {
            assertThat(Film.get(forged).status()).as(forged).isEqualTo(404);
        }
    }

    @Test
    void aPathThatIsNoLongerTheDeploymentsLeadsNowhere() {
        var film = Film.there();
        SharedNode.get()
                .execute("UPDATE meeting_recording SET file_url = './formerly/film.mp4' WHERE id = ?", film.id());

        assertThat(film.meeting().host().post(film.linkPath()).status()).isEqualTo(404);
    }

    private static String path(HostedMeeting meeting) {
        return "./public/recordings/" + meeting.id() + ".mp4";
    }

    private static long add(HostedMeeting meeting, String fileUrl) {
        return meeting.host()
                .post(meeting.path("/recording"), new JsonObject().put("fileUrl", fileUrl))
                .json()
                .getLong("id");
    }

    private static User atSecondNode(User user) {
        return User.named(SecondNode.get(), user.id(), null);
    }
}
