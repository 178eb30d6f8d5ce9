package io.gavel.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.SharedNode;
import io.gavel.User;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a live Prosody was seen to tell, told to us again: as it came, and as it never should. */
class OccupantReplayTest {
    private static final Path SEEN = Path.of("src/test/resources/jitsi/event-sync");
    private static final int AGO = 60;
    private static final List<String> STAY = List.of("occupant_joined", "occupant_left");

    private final User prosody = User.withToken(SharedNode.get().url(), "jitsi", SharedNode.EVENTS_TOKEN);
    private final User participant = HostedMeeting.newUser();
    private final JitsiRoom room = new JitsiRoom(
            HostedMeeting.with(participant).started().earlier("started_at", Duration.ofSeconds(AGO + 10)));

    @ParameterizedTest
    @CsvSource({
        "ordinary, 4, 8, 5",
        "kicked-and-ended-by-the-server, 2, 2, 1",
        "destroyed-before-the-last-has-left, 2, 1, 0",
        "tenant, 1, 0, 0",
    })
    void whatCameInOrderIsToldOnceHoweverOftenItComes(String folder, int devices, int host, int person)
            throws IOException {
        var name = room.name();
        for (var told : seen(folder)) {
            assertThat(tell(room, name, told)).isEqualTo(204);
            assertThat(tell(room, name, told)).isEqualTo(204);
        }

        assertThat(room.newsByDevice()).hasSize(devices).allSatisfy((device, news) -> assertThat(news)
                .isEqualTo(STAY));
        assertOver(room, host, person);
    }

    @ParameterizedTest
    @CsvSource({
        "ordinary, 8, 5",
        "kicked-and-ended-by-the-server, 2, 1",
        "destroyed-before-the-last-has-left, 1, 0",
        "tenant, 0, 0",
    })
    void whatComesInAnyOrderEndsInTheSame(String folder, int host, int person) throws IOException {
        for (int seed = 0; seed < 2; seed++) {
            var round = new JitsiRoom(HostedMeeting.of(
                            room.meeting().host(),
                            HostedMeeting.body().put("participantUserIds", JsonArray.of(participant.id())))
                    .started()
                    .earlier("started_at", Duration.ofSeconds(AGO + 10)));
            var twice = new ArrayList<>(seen(folder));
            twice.addAll(seen(folder));
            Collections.shuffle(twice, new Random(seed));

            var name = round.name();
            for (var told : twice) {
                assertThat(tell(round, name, told)).isEqualTo(204);
            }

            assertThat(round.newsByDevice()).allSatisfy((device, news) -> assertThat(news)
                    .isEqualTo(STAY));
            assertOver(round, host, person);
        }
    }

    private void assertOver(JitsiRoom round, int host, int person) {
        assertThat(round.occupants()).isEmpty();
        assertThat(round.participant(round.meeting().host()).getLong("mediaSeconds"))
                .isEqualTo(host);
        assertThat(round.participant(participant).getLong("mediaSeconds")).isEqualTo(person);
        assertThat(round.participant(participant).getBoolean("isInMedia")).isFalse();
    }

    /** The names, rooms and times are the test's own. */
    private int tell(JitsiRoom round, String name, Told told) {
        var text = told.body()
                .replace("interview_live", name)
                .replace("\"101\"", "\"" + round.meeting().host().id() + "\"")
                .replace("\"102\"", "\"" + participant.id() + "\"");
        var body = moved(new JsonObject(text), told.later());
        return prosody.post("/jitsi/events/" + told.path(), body).status();
    }

    private static JsonObject moved(JsonObject body, long later) {
        for (var field : List.copyOf(body.fieldNames())) {
            if (field.endsWith("_at")) {
                body.put(field, body.getLong(field) + later);
            }
        }
        if (body.getJsonObject("occupant") != null) {
            moved(body.getJsonObject("occupant"), later);
        }
        return body;
    }

    private static List<Told> seen(String folder) throws IOException {
        try (var files = Files.list(SEEN.resolve(folder))) {
            var told = new ArrayList<Told>();
            long later = 0;
            for (var file : files.sorted().toList()) {
                var body = Files.readString(file);
                if (told.isEmpty()) {
                    later = Instant.now().getEpochSecond()
                            - AGO
                            - new JsonObject(body).getLong("created_at").longValue();
                }
                told.add(new Told(path(file), body, later));
            }
            return told;
        }
    }

    /** {@code 03-occupant-left.json} came to {@code occupant/left}. */
    private static String path(Path file) {
        return file.getFileName()
                .toString()
                .replaceAll("^[0-9]+-|\\.json$", "")
                .replace('-', '/');
    }

    /** @param later how much later than it was seen it is told to have been */
    private record Told(String path, String body, long later) {}
}
