package io.gavel.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.jitsi.RoomTask;
import io.gavel.jitsi.RoomTask.Kind;
import io.gavel.jitsi.RoomTask.Outcome;
import io.gavel.rooms.RoomServer.Answer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How Prosody's plugins are called, and what their answers are taken for. */
class ProsodyTest {
    private final Prosody prosody = new Prosody("http://prosody:5280", "muc.meet.jitsi");

    @ParameterizedTest(name = "{0} {1} {2} {3}")
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            emptyValue = "",
            value = {
                "END     | 200 | none      | none | DONE",
                "END     | 404 | none      | none | ABSENT",
                "END     | 404 | text/html | <p>  | REFUSED",
                "END     | 404 | text/html; charset=utf-8 | <p> | REFUSED",
                "END     | 401 | none      | none | REFUSED",
                "END     | 400 | none      | none | REFUSED",
                "END     | 500 | none      | none | FAILED",
                "END     | 302 | none      | none | FAILED",
                // Plugins up to early 2026 say so also where they have sent nobody out.
                "KICK    | 200 | none      | none | DONE",
                "KICK    | 403 | none      | none | REFUSED",
                "KICK    | 404 | none      | none | ABSENT",
                "OBSERVE | 200 | none      | {\"participants\":2} | DONE",
                "OBSERVE | 200 | none      | {\"participants\":1} | DONE",
                "OBSERVE | 200 | none      | {\"participants\":0} | ABSENT",
                "OBSERVE | 404 | none      | none | ABSENT",
                "OBSERVE | 404 | text/html | <p>  | REFUSED",
                "OBSERVE | 200 | none      | {\"participants\":\"2\"} | FAILED",
                "OBSERVE | 200 | none      | {} | FAILED",
                "OBSERVE | 200 | none      | [] | FAILED",
                "OBSERVE | 200 | none      | <html> | FAILED",
                "OBSERVE | 200 | none      | none | FAILED",
                "OBSERVE | 403 | none      | none | REFUSED"
            })
    void anAnswerMeansNoMoreThanItSays(
            Kind kind, int status, @Nullable String type, @Nullable String body, Outcome outcome) {
        var answer = new Answer(status, type == null ? "" : type, body == null ? "" : body);

        assertThat(prosody.outcome(task(kind, "room_1"), answer)).isEqualTo(outcome);
    }

    @Test
    void aRoomBelowATenantsAddressIsCalledAsEachOfThePluginsWantsIt() {
        assertThat(url(Kind.END, "[acme]room_1"))
                .isEqualTo("http://prosody:5280/end-meeting?conference=%5Bacme%5Droom_1%40muc.meet.jitsi");
        assertThat(url(Kind.KICK, "[acme]room_1"))
                .isEqualTo("http://prosody:5280/kick-participant?room=room_1&prefix=acme");
        assertThat(url(Kind.OBSERVE, "[acme]room_1"))
                .isEqualTo("http://prosody:5280/room-size?room=room_1&domain=meet.jitsi&subdomain=acme");
    }

    @Test
    void anAddressUnderAnotherNameOfRoomsIsAnotherServer() {
        assertThat(new Prosody("http://prosody:5280", "conference.meet.jitsi").name())
                .isNotEqualTo(prosody.name());
        assertThat(prosody.doubt()).contains("GAVEL_JITSI_MUC", "muc.meet.jitsi");
    }

    private String url(Kind kind, String room) {
        return prosody.call(task(kind, room)).url();
    }

    private static RoomTask task(Kind kind, String room) {
        return new RoomTask(kind, 1, room, room, kind == Kind.KICK ? "aaaa1111" : null, 1);
    }
}
