package io.gavel.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.RunningNode;
import io.gavel.SecondNode;
import io.gavel.SharedNode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Jitsi's recorder tells of a file: it becomes a recording of the right meeting, or nothing. */
class RecorderTest {
    private static final RunningNode NODE = SharedNode.get();
    private static final Recorder RECORDER = Recorder.at(NODE);

    @Test
    void aFileBecomesARecordingOfTheMeetingInWhoseRoomItWasMade() {
        var moderator = HostedMeeting.newUser();
        var meeting = HostedMeeting.with(moderator).ended();
        var film = Recorder.film(meeting);
        var metadata = Recorder.metadata(meeting).put("initiator", Recorder.initiator(moderator.id(), meeting.id()));

        var answer = RECORDER.tell(film, metadata);

        assertThat(answer.status()).isEqualTo(201);
        var recording = only(meeting);
        assertThat(new JsonObject(answer.body()))
                .isEqualTo(new JsonObject().put("id", recording.getLong("id")).put("meetingId", meeting.id()));
        assertThat(recording)
                .isEqualTo(new JsonObject()
                        .put("id", recording.getLong("id"))
                        .put("meetingId", meeting.id())
                        .put("fileUrl", "./public/recordings/" + film)
                        .put("fileName", "film.mp4")
                        .put("sizeBytes", 11)
                        .putNull("durationSeconds")
                        .put("format", "mp4")
                        .putNull("startedAt")
                        .put("createdBy", moderator.id())
                        .put("createdAt", recording.getString("createdAt")));
        assertThat(meeting.eventNames()).endsWith("recording_added");
        assertThat(meeting.host().get("/api/notification/list").body()).contains("recording_available");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'meeting_url':'https://meet.example.org/ROOM'}",
                "{'meeting_url':'https://meet.example.org/acme/ROOM#config.startSilent=true','participants':[]}",
                "{'meeting_url':'http://meet.example.org:8443/acme/ROOM/?jwt=x','initiator':null,'colour':{'a':[1]}}",
                "{'meetingId':ID}",
                "{'meetingId':'ID'}",
                "{'initiator':{'group':'ID'}}",
                "{'meetingId':ID,'initiator':{'id':7,'group':'ID'},'meeting_url':'https://meet.example.org/ROOM'}",
                "{'meetingId':ID,'initiator':{'id':'a stranger'}}"
            })
    void anyOfItsNamesFindsTheMeeting(String metadata) {
        var meeting = HostedMeeting.with().started();

        var answer = RECORDER.tell(Recorder.film(meeting), metadata(metadata, meeting));

        assertThat(answer.status()).isEqualTo(201);
        assertThat(only(meeting).getString("createdBy"))
                .isEqualTo(meeting.host().id());
    }

    @Test
    void theSameFileAgainIsTheSameRecording() {
        var meeting = HostedMeeting.with().started();
        var first = RECORDER.tell(Recorder.film(meeting), Recorder.metadata(meeting));

        var again = RECORDER.tell(Recorder.film(meeting), Recorder.metadata(meeting));

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(meeting.eventNames()).containsOnlyOnce("recording_added");
    }

    @Test
    void theSameFileAtTheSameMomentAtTwoNodesIsOneRecording() {
        var meeting = HostedMeeting.with().started();
        var metadata = Recorder.metadata(meeting);
        var recorders = new Recorder[] {RECORDER, Recorder.at(SecondNode.get())};

        var answers = IntStream.range(0, 8)
                .mapToObj(i ->
                        CompletableFuture.supplyAsync(() -> recorders[i % 2].tell(Recorder.film(meeting), metadata)))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(answers)
                .extracting(answer -> answer.status())
                .containsOnlyOnce(201)
                .contains(200);
        assertThat(answers)
                .extracting(answer -> answer.body())
                .containsOnly(answers.get(0).body());
        assertThat(meeting.eventNames()).containsOnlyOnce("recording_added");
    }

    @Test
    void nobodyPutsAFileIntoAnotherMeetingThanTheRoomIsOf() {
        var mine = HostedMeeting.with().started();
        var other = HostedMeeting.with().started();
        var film = Recorder.film(mine);

        var byPage = RECORDER.tell(
                film,
                metadata("{'meeting_url':'https://meet.example.org/ROOM'}", mine)
                        .put("meetingId", other.id()));
        var byBoth = RECORDER.tell(film, Recorder.metadata(mine).put("meetingId", other.id()));
        var byAddress = RECORDER.ask(
                "file=a.mp4",
                Recorder.metadata(mine)
                        .encode()
                        .replaceFirst("\\{", "{\"meeting_url\":\"https://meet.example.org/x\","));

        assertThat(byPage.status()).isEqualTo(400);
        assertThat(byBoth.status()).isEqualTo(400);
        assertThat(byAddress.status()).as("two addresses").isEqualTo(400);
        assertThat(recordings(other)).isEmpty();
        assertThat(recordings(mine)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "404 | {'meeting_url':'https://meet.example.org/nobodys-room'}",
                "404 | {'meeting_url':'https://meet.example.org/nobodys-room','meetingId':ID}",
                "404 | {'meeting_url':'https://meet.example.org/z%C3%BCrich','meetingId':ID}",
                "404 | {'meetingId':999999999999}",
                "400 | {'meeting_url':'ROOM'}",
                "400 | {'meeting_url':7}",
                "400 | {'meetingId':'x'}",
                "400 | {'meetingId':-1}",
                "400 | {'meetingId':1.5}",
                "400 | {'meetingId':{}}",
                "400 | {'initiator':{'group':'standup'}}",
                "400 | {'initiator':'x'}",
                "400 | {'participants':[]}",
                "400 | {}",
                "400 | []",
                "400 | {'meetingId':ID",
                "400 | {'meetingId':ID} {}",
                "400 | {'meetingId':ID,'meetingId':ID}",
                "400 | {'meetingId':[ID]}",
                "400 | {'meetingId':ID,'initiator':{'group':'ID','id':'a','id':'b'}}",
                "400 | ^^"
            })
    void whatSpeaksOfNoMeetingIsRefused(int status, String metadata) {
        var meeting = HostedMeeting.with().started();

        var answer = RECORDER.ask("file=a.mp4", text(metadata, meeting));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(new JsonObject(answer.body()).getString("message")).isNotBlank();
        assertThat(recordings(meeting)).isEmpty();
    }

    @Test
    void aMeetingThatHasNotStartedHasNoRecording() {
        var answer = RECORDER.tell("a.mp4", Recorder.metadata(HostedMeeting.with()));

        assertThat(answer.status()).isEqualTo(409);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "size=1",
                "file=",
                "file=%2fetc%2fpasswd",
                "file=%2Fa.mp4",
                "file=..%2fa.mp4",
                "file=a%2f..%2fb.mp4",
                "file=a..mp4",
                "file=.",
                "file=.hidden.mp4",
                "file=a%2f.%2fb.mp4",
                "file=a%2f%2fb.mp4",
                "file=a%2f",
                "file=a%5cb.mp4",
                "file=a%00.mp4",
                "file=a%0a.mp4",
                "file=%252e%252e%2fa.mp4",
                "file=a%252Eb.mp4",
                "file=%ff.mp4",
                "file=a%2",
                "file=a.mp4&file=b.mp4",
                "file=a.mp4&size=-1",
                "file=a.mp4&size=1.5",
                "file=a.mp4&size=x",
                "file=a.mp4&colour=red"
            })
    void aFileThatIsNotPlainlyBelowTheFolderIsRefused(String query) {
        var meeting = HostedMeeting.with().started();

        var answer = RECORDER.ask(query, Recorder.metadata(meeting).encode());

        assertThat(answer.status()).isEqualTo(400);
        assertThat(recordings(meeting)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", SharedNode.RESERVATION_TOKEN})
    void whoDoesNotShowTheTokenIsTurnedAway(String token) {
        var head = Recorder.head("POST", "file=a.mp4").replace(SharedNode.RECORDER_TOKEN, token);

        assertThat(RawHttp.ask(NODE, head + "\nContent-Length: 2", "{}").status())
                .isEqualTo(401);
    }

    @Test
    void anotherMethodIsRefused() {
        var answer = RawHttp.ask(NODE, Recorder.head("GET", "file=a.mp4"), "");

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.headers()).containsEntry("allow", "POST");
    }

    @Test
    void outcomesAreCounted() {
        var meeting = HostedMeeting.with().started();

        var film = Recorder.film(meeting);
        var added = counted("added");
        var repeated = counted("repeated");

        RECORDER.tell(film, Recorder.metadata(meeting));
        RECORDER.tell(film, Recorder.metadata(meeting));

        assertThat(counted("added")).isGreaterThan(added);
        assertThat(counted("repeated")).isGreaterThan(repeated);
    }

    /** Other tests run beside this one: it only rises. */
    private static double counted(String outcome) {
        return NODE.metric("gavel_jitsi_recordings_total{outcome=\"" + outcome + "\"}");
    }

    private static String text(String template, HostedMeeting meeting) {
        return template.replace('\'', '"')
                .replace("ROOM", meeting.detail().getString("roomName"))
                .replace("\"ID\"", "\"" + meeting.id() + "\"")
                .replaceAll("(?<=:)ID", Long.toString(meeting.id()));
    }

    private static JsonObject metadata(String template, HostedMeeting meeting) {
        return new JsonObject(text(template, meeting));
    }

    private static JsonArray recordings(HostedMeeting meeting) {
        return meeting.host().get(meeting.path("/recording")).json().getJsonArray("items");
    }

    private static JsonObject only(HostedMeeting meeting) {
        var recordings = recordings(meeting);
        assertThat(recordings).hasSize(1);
        return recordings.getJsonObject(0);
    }
}
