package io.gavel.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.RunningNode;
import io.gavel.SharedNode;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What nobody but a broken or hostile Jitsi server sends: always answered, and in the form that Prosody reads. */
class ReservationFormsTest {
    private static final RunningNode NODE = SharedNode.get();
    private static final Prosody PROSODY = Prosody.at(NODE);
    /** No meeting's room is called so: the database is not asked. */
    private static final String NO_ROOM = "name=a.b.";

    private static final String FORM = "application/x-www-form-urlencoded";

    static Stream<String> malformed() {
        return Stream.of(
                "",
                "&",
                "name",
                "=room",
                "name=",
                "name=+",
                "mail_owner=a%40b",
                "name=room&",
                "name=room&&mail_owner=a",
                "name=room&name=room",
                "name=room&mail_owner=a&mail_owner=b",
                "name=room&colour=red",
                "name=room%",
                "name=room%2",
                "name=room%zz",
                "name=%ff",
                "name=%c3",
                "name=\u00fc",
                "name=%ed%a0%80",
                "name=room%00",
                "name=room%0d%0aX: y",
                "name=room&start_time=now",
                "name=room&start_time=1785576600",
                "{\"name\":\"room\"}",
                "name=" + "x".repeat(16 * 1024));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void aMalformedFormIsRefused(String form) {
        assertThat(Prosody.refused(PROSODY.form(form), 400)).contains("form");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\nContent-Type: application/json",
                "\nContent-Type: multipart/form-data; boundary=x",
                "\nContent-Type: " + FORM + "; charset=iso-8859-1",
                "\nContent-Type: " + FORM + "; charset=utf-16",
                "\nContent-Type: " + FORM + ", " + FORM,
                "\nContent-Type: " + FORM + "\nContent-Encoding: gzip"
            })
    void aBodyThatIsNoFormInUtf8IsRefused(String headers) {
        var answer = RawHttp.ask(NODE, PROSODY.head("POST", "/conference") + headers + "\nContent-Length: 9", NO_ROOM);

        assertThat(Prosody.refused(answer, 400)).contains("UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {FORM + ";charset=UTF-8", FORM + "; charset=\"utf-8\"", "Application/X-WWW-Form-URLEncoded"})
    void aFormMaySayThatItIsInUtf8(String type) {
        var answer = RawHttp.ask(
                NODE, PROSODY.head("POST", "/conference") + "\nContent-Type: " + type + "\nContent-Length: 9", NO_ROOM);

        Prosody.refused(answer, 404);
    }

    @Test
    void aFormInPiecesIsRead() {
        var head = PROSODY.head("POST", "/conference") + "\nContent-Type: " + FORM + "\nTransfer-Encoding: chunked";

        Prosody.refused(RawHttp.ask(NODE, head, "5\r\nname=\r\n4\r\na.b.\r\n0\r\n\r\n"), 404);
    }

    @Test
    void aFormThatWillBeFarTooLongIsRefused() {
        var head = PROSODY.head("POST", "/conference") + "\nContent-Type: " + FORM + "\nContent-Length: 90000000";

        Prosody.refused(RawHttp.ask(NODE, head, "name=" + "x".repeat(20_000)), 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Authorization: Bearer wrong",
                "Authorization: Bearer " + SharedNode.RESERVATION_TOKEN + "x",
                "Authorization: Bearer",
                "Authorization: Basic " + SharedNode.RESERVATION_TOKEN,
                "Authorization: " + SharedNode.RESERVATION_TOKEN,
                "Authorization: Bearer " + SharedNode.RESERVATION_TOKEN + "\nAuthorization: Bearer x"
            })
    void whoDoesNotShowTheTokenIsTurnedAwayWhateverElseIsWrong(String authorization) {
        var head = "\nHost: localhost\nConnection: close" + (authorization.isEmpty() ? "" : "\n" + authorization);

        for (var request : new String[] {
            "POST /jitsi/conference", "PUT /jitsi/conference", "GET /jitsi/conference/x", "DELETE /jitsi/conference/x"
        }) {
            var answer = RawHttp.ask(NODE, request + " HTTP/1.1" + head, "");

            assertThat(Prosody.refused(answer, 401)).doesNotContain(SharedNode.RESERVATION_TOKEN);
            assertThat(answer.headers()).containsEntry("www-authenticate", "Bearer");
        }
    }

    @Test
    void theSchemeMayBeWrittenInAnyCase() {
        var answer = RawHttp.ask(NODE, PROSODY.head("GET", "/conference/x").replace("Bearer", "bearer"), "");

        Prosody.refused(answer, 404);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /conference, POST",
        "HEAD, /conference, POST",
        "DELETE, /conference, POST",
        "POST, /conference/x, 'DELETE, GET, HEAD'",
        "PUT, /conference/x, 'DELETE, GET, HEAD'"
    })
    void anotherMethodIsRefusedWithThoseAllowed(String method, String path, String allowed) {
        var head = PROSODY.head(method, path);

        var answer = method.equals("HEAD") ? RawHttp.head(NODE, head) : RawHttp.ask(NODE, head, "");

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.headers()).containsEntry("allow", allowed);
    }

    @Test
    void aHeadIsTheAnswerWithoutItsBody() {
        var room = HostedMeeting.with().started().detail().getString("roomName");
        var reserved = Prosody.accepted(PROSODY.create(room), room);

        var answer = RawHttp.head(NODE, PROSODY.head("HEAD", "/conference/" + reserved.id()));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).containsEntry("content-type", "application/json");
    }

    @Test
    void belowTheRoomsThereIsNothing() {
        assertThat(RawHttp.ask(NODE, PROSODY.head("GET", "/conference/x/y"), "").status())
                .isEqualTo(404);
    }
}
