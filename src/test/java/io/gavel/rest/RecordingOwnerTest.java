package io.gavel.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.SharedNode;
import io.gavel.User;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** One file, and two meetings that say that it is theirs. */
class RecordingOwnerTest {
    private static final Recorder RECORDER = Recorder.at(SharedNode.get());

    @Test
    void aFileIsThatMeetingsWhichHadItFirst() {
        var film = Film.there();
        var other = HostedMeeting.with().started();

        var typed = type(other, film);

        assertThat(typed.status()).isEqualTo(201);
        assertClosed(other, typed.json().getLong("id"));
        assertThat(Film.get(film.link()).body()).isEqualTo(Film.CONTENT);
    }

    @Test
    void whatTheRecorderSaysGoesBeforeWhatAHostHasTyped() {
        var typed = Film.there();
        var recorded = HostedMeeting.with().ended();

        var told = RECORDER.tell(relative(typed), Recorder.metadata(recorded));

        assertThat(told.status()).isEqualTo(201);
        assertClosed(typed.meeting(), typed.id());
        var id = new JsonObject(told.body()).getLong("id");
        var link = recorded.host().post(link(recorded, id)).json().getString("url");
        assertThat(Film.get(link).body()).isEqualTo(Film.CONTENT);
    }

    @Test
    void whatTheRecorderHasToldIsNoOtherMeetings() {
        var film = Film.there();
        var again = RECORDER.tell(relative(film), Recorder.metadata(film.meeting()));
        var other = HostedMeeting.with().started();

        var typed = type(other, film);
        var told = RECORDER.tell(relative(film), Recorder.metadata(other));

        assertThat(again.status()).as("the row that the Host typed").isEqualTo(200);
        assertThat(typed.code()).isEqualTo("NOT_FOUND");
        assertThat(told.status()).isEqualTo(404);
        assertThat(other.detail().getJsonArray("recordings")).isEmpty();
        assertThat(Film.get(film.link()).body()).isEqualTo(Film.CONTENT);
    }

    @Test
    void anAddressOfTheWebMayBeThatOfMany() {
        var file = new JsonObject().put("fileUrl", "https://files.example.org/all-hands.mp4");

        for (var meeting : new HostedMeeting[] {
            HostedMeeting.with().ended(), HostedMeeting.with().ended()
        }) {
            var id =
                    meeting.host().post(meeting.path("/recording"), file).json().getLong("id");

            assertThat(meeting.host().post(link(meeting, id)).json().getString("url"))
                    .isEqualTo(file.getString("fileUrl"));
        }
    }

    /** Neither a link is given, nor does one that is right lead anywhere. */
    private static void assertClosed(HostedMeeting meeting, long id) {
        assertThat(meeting.host().post(link(meeting, id)).status()).isEqualTo(404);
        assertThat(Film.get(Film.link(id, Instant.now().plusSeconds(60))).status())
                .isEqualTo(404);
    }

    private static User.Answer type(HostedMeeting meeting, Film film) {
        var file = new JsonObject().put("fileUrl", "./public/recordings/" + relative(film));
        return meeting.host().post(meeting.path("/recording"), file);
    }

    private static String relative(Film film) {
        return Film.folder().relativize(film.file()).toString();
    }

    private static String link(HostedMeeting meeting, long id) {
        return meeting.path("/recording/" + id + "/link");
    }
}
