package io.gavel.http.jaas;

import static io.gavel.http.jaas.JaasRig.APP;
import static io.gavel.http.jaas.JaasRig.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.bus.Done;
import io.gavel.jitsi.RoomChange;
import io.gavel.jitsi.RoomChange.Occupant;
import io.gavel.jitsi.RoomEventOutcome;
import io.gavel.jitsi.RoomName;
import io.gavel.meeting.NewRecording;
import io.gavel.meeting.RecordingLink;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JaasRoutesTest {
    private static final String ADA = """
            {"moderator":"true","name":"Ada","id":"ada","participantJid":"d4eab3f8-9bca-4218@8x8.vc","email":"x"}""";
    private static final String LINK = "https://files.8x8.vc/a.mp4?sig=x%2F";
    private static final Occupant DEVICE = new Occupant("d4eab3f8-9bca-4218@8x8.vc", "d4eab3f8", "ada", "Ada", null);

    private static JaasRig rig;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        rig = new JaasRig(folder);
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @BeforeEach
    void reset() {
        rig.reset();
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                Arguments.of(event("ROOM_CREATED", "{\"conference\":\"x\"}"), new RoomChange.Created()),
                Arguments.of(event("ROOM_CREATED", "{\"isBreakout\":true,\"breakoutRoomId\":\"b1\"}"), null),
                Arguments.of(event("ROOM_DESTROYED", "{\"isBreakout\":false}"), new RoomChange.Destroyed()),
                Arguments.of(event("ROOM_DESTROYED", "{\"isBreakout\":\"true\"}"), null),
                Arguments.of(event("PARTICIPANT_JOINED", ADA), new RoomChange.Joined(DEVICE)),
                Arguments.of(event("PARTICIPANT_LEFT", ADA), new RoomChange.Left(DEVICE, null)),
                Arguments.of(
                        event(
                                "PARTICIPANT_JOINED",
                                ADA.replace("{", "{\"isBreakout\":true,\"breakoutRoomId\":\"b1\",")),
                        new RoomChange.Joined(new Occupant(DEVICE.id(), "d4eab3f8", "ada", "Ada", "b1"))),
                Arguments.of(
                        event("PARTICIPANT_JOINED", "{\"participantId\":\"d4eab3f8\",\"id\":\"\",\"name\":7}"),
                        new RoomChange.Joined(new Occupant("d4eab3f8", "d4eab3f8", null, null, null))),
                Arguments.of(event("PARTICIPANT_JOINED", "{}"), null),
                Arguments.of(event("PARTICIPANT_JOINED_LOBBY", ADA), null),
                Arguments.of(event("CHAT_UPLOADED", "{\"preAuthenticatedLink\":\"" + LINK + "\"}"), null),
                Arguments.of(event("SOMETHING_NEW_OF_2031", "[1,{\"x\":null}]"), null),
                Arguments.of(event("POLL_ANSWER", "null"), null));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void everyEventIsKeptAndSomeChangeTheRoom(String body, @Nullable RoomChange change) throws Exception {
        var answer = rig.tell(body);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(rig.told).singleElement().satisfies(event -> {
            assertThat(event.change()).isEqualTo(change);
            assertThat(event.source()).isEqualTo("jaas");
            assertThat(event.key()).isEqualTo("d11f155d");
            assertThat(event.type()).isEqualTo(new JsonObject(body).getString("eventType"));
            assertThat(event.room()).isEqualTo(RoomName.of("interview_abc").orElseThrow());
            assertThat(event.at()).isEqualTo(Instant.ofEpochMilli(1795348799123L));
            assertThat(event.body()).isEqualTo(body);
        });
    }

    @ParameterizedTest
    @EnumSource(RoomEventOutcome.class)
    void whateverCameOfItIsNotToldAgainAndCounted(RoomEventOutcome outcome) throws Exception {
        rig.tells = event -> Future.succeededFuture(outcome);
        var name = outcome.name().toLowerCase(Locale.ROOT);
        var before = rig.counted(name);

        var answer = rig.tell(event("ROOM_CREATED", "{}"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(rig.counted(name) - before).isEqualTo(1);
    }

    @Test
    void whatCouldNotBeKeptIsToldAgainLater() throws Exception {
        rig.tells = event -> Future.failedFuture(Problem.unavailable("the database is away"));

        assertThat(rig.tell(event("ROOM_CREATED", "{}")).statusCode()).isEqualTo(503);
    }

    @ParameterizedTest
    @ValueSource(strings = {"other/interview_abc", "interview_abc", "%s/", "%s/zürich", "%s/a/b", ""})
    void anEventOfNoMeetingsRoomIsKeptToo(String fqn) throws Exception {
        var body = event("ROOM_CREATED", "{}").replace(APP + "/interview_abc", fqn.formatted(APP));

        assertThat(rig.tell(body).statusCode()).isEqualTo(200);
        assertThat(rig.told)
                .singleElement()
                .satisfies(event -> assertThat(event.room()).isNull());
    }

    @Test
    void anUploadedRecordingIsFiled() throws Exception {
        var answer = rig.tell(event("RECORDING_UPLOADED", """
                {"participants":[],"share":true,"initiatorId":"ada","durationSec":62,"startTimestamp":1795348700000,\
                "endTimestamp":1795348762000,"recordingSessionId":"r","preAuthenticatedLink":"%s"}""".formatted(LINK)));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(rig.told).hasSize(1);
        assertThat(rig.filed).singleElement().satisfies(file -> {
            assertThat(file.room()).isEqualTo(RoomName.of("interview_abc").orElseThrow());
            assertThat(file.initiatorId()).isEqualTo("ada");
            assertThat(file.recording())
                    .isEqualTo(new NewRecording(
                            "https://files.8x8.vc/a.mp4",
                            null,
                            null,
                            62L,
                            "mp4",
                            Instant.ofEpochMilli(1795348700000L)));
            assertThat(file.link())
                    .isEqualTo(new RecordingLink(
                            LINK, Instant.ofEpochMilli(1795348799123L).plus(Duration.ofDays(1))));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"preAuthenticatedLink\":\"javascript:alert(1)\"}",
                "{\"preAuthenticatedLink\":\"http://files.8x8.vc/a.mp4\"}",
                "{\"preAuthenticatedLink\":\"https://\"}",
                "{\"preAuthenticatedLink\":7}"
            })
    void aRecordingWithoutALinkThatIsOneIsOnlyKept(String data) throws Exception {
        assertThat(rig.tell(event("RECORDING_UPLOADED", data)).statusCode()).isEqualTo(200);
        assertThat(rig.told).hasSize(1);
        assertThat(rig.filed).isEmpty();
    }

    @Test
    void aRecordingThatCouldNotBeFiledIsToldAgainLater() throws Exception {
        rig.files = file -> Future.failedFuture(Problem.unavailable("the database is away"));
        var body = event("RECORDING_UPLOADED", "{\"preAuthenticatedLink\":\"" + LINK + "\"}");

        assertThat(rig.tell(body).statusCode()).isEqualTo(503);
        rig.tells = event -> Future.succeededFuture(RoomEventOutcome.REPEATED);
        rig.files = file -> Future.failedFuture(new Problem(Code.NOT_FOUND, "no meeting"));
        assertThat(rig.tell(body).statusCode()).isEqualTo(200);
        assertThat(rig.filed).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"INVALID_TRANSITION, kept", "INVALID_REQUEST, kept", "NOT_FOUND, unknown_room"})
    void aRecordingThatWillNeverBeFiledIsNotToldAgain(Code code, String outcome) throws Exception {
        rig.files = file -> Future.failedFuture(new Problem(code, "no"));
        var before = rig.counted(outcome);

        var answer = rig.tell(event("RECORDING_UPLOADED", "{\"preAuthenticatedLink\":\"" + LINK + "\"}"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(rig.counted(outcome) - before).isEqualTo(1);
    }

    @Test
    void aMeetingThatMayBeEnteredHasAnOpenRoom() throws Exception {
        var answer = rig.tell(event("SETTINGS_PROVISIONING", "{}"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(answer.body())).isEqualTo(new JsonObject().put("lobbyEnabled", false));
        assertThat(rig.told).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"NOT_FOUND", "MEETING_ENDED", "MEETING_CANCELLED", "TOO_EARLY", "FORBIDDEN", "UNAVAILABLE"})
    void anyOtherRoomIsClosedToEverybody(Code code) throws Exception {
        rig.judges = room -> Future.failedFuture(new Problem(code, "no"));

        var settings =
                new JsonObject(rig.tell(event("SETTINGS_PROVISIONING", "{}")).body());

        assertThat(settings.getBoolean("lobbyEnabled")).isTrue();
        assertThat(settings.getString("lobbyType")).isEqualTo("WAIT_FOR_APPROVAL");
        assertThat(settings.getString("passcode")).matches("\\d{10}");
    }

    @Test
    void aRoomIsClosedWhileNobodyCanSayWhoseItIs() throws Exception {
        rig.judges = room -> Promise.<Done>promise().future();
        rig.tells = event -> Promise.<RoomEventOutcome>promise().future();

        assertThat(rig.tell(event("SETTINGS_PROVISIONING", "{}")).body()).contains("passcode");
    }

    @Test
    void whereItIsSoSettledARoomIsOpenWhileNobodyCanSayWhoseItIs(@TempDir Path folder) throws Exception {
        try (var open = new JaasRig(folder, "GAVEL_JITSI_RESERVATION_WHEN_UNSURE", "allow")) {
            open.judges = room -> Future.failedFuture(Problem.unavailable("the database is away"));
            assertThat(open.tell(event("SETTINGS_PROVISIONING", "{}")).body()).isEqualTo("{\"lobbyEnabled\":false}");

            open.judges = room -> Future.failedFuture(Problem.notFound());
            assertThat(open.tell(event("SETTINGS_PROVISIONING", "{}")).body()).contains("passcode");
        }
    }
}
