package io.gavel.rest;

import static io.gavel.rest.HostedMeeting.body;
import static io.gavel.rest.HostedMeeting.ids;
import static io.gavel.rest.HostedMeeting.newUser;
import static io.gavel.rest.HostedMeeting.objects;
import static io.gavel.rest.HostedMeeting.segment;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.SharedNode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventPagesTest {
    @Test
    void theAnswerTellsHeadAndEpoch() {
        var guest = newUser();
        var meeting = HostedMeeting.with(guest).started();

        var answer = guest.get(meeting.path("/events"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json())
                .isEqualTo(new JsonObject()
                        .put("items", new JsonArray().add(meeting.events().get(0)))
                        .put("seq", 1)
                        .put("epoch", meeting.detail().getString("epoch"))
                        .put("more", false)
                        .put("reset", false));
        assertThat(answer.json().getString("epoch")).isNotBlank();
    }

    @Test
    void moreTellsThatOthersFollow() {
        var meeting = busy();
        var seen = new ArrayList<JsonObject>();
        var more = new ArrayList<Boolean>();
        for (int after = 0; after < 8; after += 3) {
            var page = events(meeting, "?limit=3&after=" + after);
            assertThat(page.getLong("seq")).isEqualTo(8);
            seen.addAll(objects(page.getJsonArray("items")));
            more.add(page.getBoolean("more"));
        }

        assertThat(more).containsExactly(true, true, false);
        assertThat(seen).isEqualTo(meeting.events());
        assertThat(events(meeting, "?limit=8").getBoolean("more")).isFalse();
        assertThat(events(meeting, "?limit=7").getBoolean("more")).isTrue();
    }

    @Test
    void aHundredAtATimeUnlessToldOtherwise() {
        var users = new JsonArray();
        LongStream.range(0, 101).forEach(i -> users.add("crowd-" + i));
        var meeting = HostedMeeting.with();
        meeting.host().post(meeting.path("/participants"), new JsonObject().put("userIds", users));

        assertThat(events(meeting, "").getJsonArray("items")).hasSize(100);
        assertThat(events(meeting, "").getBoolean("more")).isTrue();
        assertThat(events(meeting, "?limit=1000").getJsonArray("items")).hasSize(101);
    }

    @Test
    void afterTheHeadThereIsNothing() {
        var meeting = busy();

        assertThat(events(meeting, "?after=8")).isEqualTo(answer(meeting, false).put("more", false));
    }

    @Test
    void aNumberAboveTheHeadIsAReset() {
        var meeting = busy();

        assertThat(events(meeting, "?after=9")).isEqualTo(answer(meeting, true));
    }

    @Test
    void anotherEpochIsAReset() {
        var meeting = busy();
        var epoch = meeting.detail().getString("epoch");

        assertThat(events(meeting, "?epoch=another")).isEqualTo(answer(meeting, true));
        assertThat(events(meeting, "?after=3&epoch=" + segment(epoch)).getJsonArray("items"))
                .hasSize(5);
    }

    @Test
    void eventsThatAreNoLongerKeptAreAReset() {
        var meeting = busy();
        SharedNode.get().execute("DELETE FROM meeting_event WHERE meeting_id = ? AND seq <= 5", meeting.id());
        SharedNode.get().execute("UPDATE meeting_stream SET floor_seq = 5 WHERE meeting_id = ?", meeting.id());

        assertThat(events(meeting, "?after=4")).isEqualTo(answer(meeting, true));
        assertThat(events(meeting, "?after=5").getJsonArray("items")).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({"limit=0, limit", "limit=1001, limit", "after=-1, after", "after=x, after", "epoch=%00, epoch"})
    void aValueOutOfRangeIsNamed(String query, String field) {
        var meeting = HostedMeeting.with();

        var refused = meeting.host().get(meeting.path("/events?" + query));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.faultyFields()).containsExactly(field);
    }

    @Test
    void numbersHaveNoHoleAndTimesNeverGoBack() {
        var meeting = busy();

        var events = meeting.events();

        assertThat(events)
                .extracting(event -> event.getLong("seq"))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 8).boxed().toList());
        assertThat(events)
                .extracting(event -> event.getString("at"))
                .allMatch(at -> at.matches(WireFields.TIME))
                .isSorted();
        assertThat(meeting.detail().getLong("seq")).isEqualTo(8);
    }

    /** A meeting with eight events. */
    private static HostedMeeting busy() {
        var guest = newUser();
        var meeting = HostedMeeting.of(body().put("participantUserIds", ids(guest)))
                .started()
                .invited(newUser(), newUser())
                .promoted(guest)
                .removed(guest)
                .invited(guest);
        meeting.host().put(meeting.path(), new JsonObject().put("title", "Renamed"));
        return meeting.ended();
    }

    private static JsonObject answer(HostedMeeting meeting, boolean reset) {
        return new JsonObject()
                .put("items", new JsonArray())
                .put("seq", 8)
                .put("epoch", meeting.detail().getString("epoch"))
                .put("more", false)
                .put("reset", reset);
    }

    private static JsonObject events(HostedMeeting meeting, String query) {
        return HostedMeeting.require(meeting.host().get(meeting.path("/events" + query)), 200)
                .json();
    }
}
