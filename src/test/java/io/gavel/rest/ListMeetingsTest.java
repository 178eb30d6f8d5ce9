package io.gavel.rest;

import static io.gavel.rest.HostedMeeting.body;
import static io.gavel.rest.HostedMeeting.conversation;
import static io.gavel.rest.HostedMeeting.ids;
import static io.gavel.rest.HostedMeeting.newUser;
import static io.gavel.rest.HostedMeeting.objects;
import static io.gavel.rest.HostedMeeting.segment;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.SharedNode;
import io.gavel.User;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListMeetingsTest {
    @Test
    void holdsWhatTheCallerHostsAndIsInvitedTo() {
        var caller = newUser();
        var own = HostedMeeting.of(caller, body());
        var invited = HostedMeeting.with(caller);
        HostedMeeting.with(caller).removed(caller);
        HostedMeeting.with(newUser());

        assertThat(list(caller, "")).containsExactly(invited.id(), own.id());
    }

    @Test
    void anItemIsTheMeetingInTheCallersRole() {
        var caller = newUser();
        var meeting = HostedMeeting.with(caller);

        var page = caller.get("/api/meeting/list");

        var item = page.json().getJsonArray("items").getJsonObject(0);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.json().fieldNames()).containsExactlyInAnyOrder("items", "nextCursor");
        assertThat(page.json().getString("nextCursor")).isNull();
        assertThat(item.fieldNames()).containsExactlyInAnyOrder(WireFields.MEETING);
        assertThat(item.getString("role")).isEqualTo("Participant");
        var detail = caller.get(meeting.path()).json();
        assertThat(detail.getMap()).containsAllEntriesOf(item.getMap());
    }

    @Test
    void whoHasNoMeetingGetsAnEmptyPage() {
        var page = newUser().get("/api/meeting/list");

        assertThat(page.json())
                .isEqualTo(new JsonObject().put("items", new JsonArray()).putNull("nextCursor"));
    }

    @Test
    void anAdminListsItsOwnMeetingsAlone() {
        var admin = User.admin(SharedNode.get());
        var own = HostedMeeting.of(admin, body());
        HostedMeeting.with();

        assertThat(list(admin, "")).containsExactly(own.id());
    }

    @Test
    void goesFromTheLatestToTheEarliestOrBack() {
        var host = newUser();
        var late = at(host, "2990-01-03T00:00:00Z");
        var early = at(host, "2990-01-01T00:00:00Z");
        var twin = at(host, "2990-01-01T00:00:00Z");

        assertThat(list(host, "")).containsExactly(late, twin, early);
        assertThat(list(host, "?order=desc")).containsExactly(late, twin, early);
        assertThat(list(host, "?order=asc")).containsExactly(early, twin, late);
    }

    @ParameterizedTest
    @ValueSource(strings = {"asc", "desc"})
    void pagesNeverRepeatOrSkipUnderInserts(String order) {
        var host = newUser();
        var before = new ArrayList<Long>();
        for (int day = 10; day < 15; day++) {
            before.add(at(host, "2990-01-" + day + "T00:00:00Z"));
            before.add(at(host, "2990-01-" + day + "T00:00:00Z"));
        }
        var seen = new ArrayList<Long>();
        var cursor = "";
        do {
            var page = host.get("/api/meeting/list?limit=3&order=" + order + cursor)
                    .json();
            seen.addAll(idsOf(page));
            at(host, "2990-01-01T00:00:00Z");
            at(host, "2990-02-01T00:00:00Z");
            cursor = page.getString("nextCursor") == null ? null : "&cursor=" + segment(page.getString("nextCursor"));
        } while (cursor != null && seen.size() < 40);

        assertThat(seen).doesNotHaveDuplicates().containsAll(before);
        assertThat(seen.stream().filter(before::contains).toList())
                .isEqualTo(order.equals("asc") ? before : reversed(before));
    }

    @Test
    void theLastFullPageHasNoCursor() {
        var host = newUser();
        HostedMeeting.of(host, body());
        HostedMeeting.of(host, body());

        var page = host.get("/api/meeting/list?limit=2").json();

        assertThat(page.getJsonArray("items")).hasSize(2);
        assertThat(page.getString("nextCursor")).isNull();
    }

    @Test
    void aPageHasTwentyUnlessToldOtherwise() {
        var host = newUser();
        for (int i = 0; i < 21; i++) {
            HostedMeeting.of(host, body());
        }

        assertThat(list(host, "")).hasSize(20);
        assertThat(list(host, "?limit=100")).hasSize(21);
        assertThat(list(host, "?limit=1")).hasSize(1);
    }

    /** The meeting is from 10:00 to 10:30. */
    @ParameterizedTest
    @CsvSource({
        "from=2990-05-05T10:29:59.999Z, true",
        "from=2990-05-05T10:30:00Z, false",
        "from=2990-05-05T12:29:59%2B02:00, true",
        "to=2990-05-05T10:00:00.001Z, true",
        "to=2990-05-05T10:00:00Z, false",
        "from=2990-05-05T10:10:00Z&to=2990-05-05T10:20:00Z, true",
        "from=2990-05-05T09:00:00Z&to=2990-05-05T11:00:00Z, true",
        "from=2990-05-05T10:30:00Z&to=2990-05-05T11:00:00Z, false"
    })
    void fromAndToFindWhatOverlaps(String query, boolean found) {
        var host = newUser();
        HostedMeeting.of(host, body().put("scheduledAt", "2990-05-05T10:00:00Z").put("durationMinutes", 30));

        assertThat(list(host, "?" + query)).hasSize(found ? 1 : 0);
    }

    @Test
    void findsByStatus() {
        var host = newUser();
        var scheduled = HostedMeeting.of(host, body()).id();
        var running = HostedMeeting.of(host, body()).started().id();
        var ended = HostedMeeting.of(host, body()).ended().id();
        var cancelled = HostedMeeting.of(host, body()).cancelled().id();

        assertThat(list(host, "?status=Scheduled")).containsExactly(scheduled);
        assertThat(list(host, "?status=InProgress")).containsExactly(running);
        assertThat(list(host, "?status=Completed,Cancelled")).containsExactly(cancelled, ended);
        assertThat(list(host, "?status=Scheduled,InProgress,Completed,Cancelled"))
                .hasSize(4);
    }

    @Test
    void findsByTheCallersRole() {
        var caller = newUser();
        var hosted = HostedMeeting.of(caller, body()).id();
        var moderated =
                HostedMeeting.of(body().put("moderatorUserIds", ids(caller))).id();
        var attended = HostedMeeting.with(caller).id();

        assertThat(list(caller, "?role=Host")).containsExactly(hosted);
        assertThat(list(caller, "?role=Moderator")).containsExactly(moderated);
        assertThat(list(caller, "?role=Participant")).containsExactly(attended);
    }

    @Test
    void findsByConversation() {
        var host = newUser();
        var conversation = conversation(host, newUser());
        var one = HostedMeeting.of(host, body().put("conversationId", conversation))
                .id();
        HostedMeeting.of(host, body().put("conversationId", conversation(host, newUser())));
        HostedMeeting.of(host, body());

        assertThat(list(host, "?conversationId=" + conversation)).containsExactly(one);
        assertThat(list(host, "?conversationId=" + Long.MAX_VALUE)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Interview: Ada, view: a, true",
        "Interview: Ada, ADA, true",
        "Straße, STRASSE, true",
        "ÉLAN, élan, true",
        "50% off, 0%, true",
        "50 off, 0%, false",
        "a_b, _, true",
        "ab, _, false",
        "ab, a_b, false",
        "a\\b, \\, true",
        "ab, \\, false"
    })
    void findsAPartOfTheTitleIgnoringCase(String title, String part, boolean found) {
        var host = newUser();
        HostedMeeting.of(host, body().put("title", title));

        assertThat(list(host, "?q=" + segment(part))).hasSize(found ? 1 : 0);
    }

    @Test
    void allConditionsHoldTogether() {
        var host = newUser();
        var conversation = conversation(host, newUser());
        var wanted = HostedMeeting.of(host, body().put("title", "Second").put("conversationId", conversation))
                .started()
                .id();
        HostedMeeting.of(host, body().put("title", "Second").put("conversationId", conversation));
        HostedMeeting.of(host, body().put("title", "First").put("conversationId", conversation))
                .started();

        assertThat(list(host, "?status=InProgress&role=Host&q=sec&conversationId=" + conversation))
                .containsExactly(wanted);
    }

    @Test
    void anotherStartMovesTheMeetingInTheOrder() {
        var host = newUser();
        var moved = new HostedMeeting(host, at(host, "2990-01-01T00:00:00Z"));
        var other = at(host, "2990-01-02T00:00:00Z");

        host.put(moved.path(), new JsonObject().put("scheduledAt", "2990-01-03T00:00:00Z"));

        assertThat(list(host, "")).containsExactly(moved.id(), other);
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, limit",
        "limit=101, limit",
        "limit=ten, limit",
        "limit=99999999999, limit",
        "conversationId=9223372036854775808, conversationId",
        "order=up, order",
        "status=Running, status",
        "'status=Scheduled,', status",
        "role=Boss, role",
        "conversationId=0, conversationId",
        "from=today, from",
        "to=2990-13-01T00:00:00Z, to",
        "cursor=nonsense, cursor",
        "q=%00, q",
        "limit=1&limit=2, limit"
    })
    void aValueOutOfRangeIsNamed(String query, String field) {
        var refused = newUser().get("/api/meeting/list?" + query);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.faultyFields()).containsExactly(field);
    }

    @Test
    void aCursorOfTheOtherOrderIsRefused() {
        var host = newUser();
        HostedMeeting.of(host, body());
        HostedMeeting.of(host, body());
        var cursor = host.get("/api/meeting/list?limit=1&order=asc").json().getString("nextCursor");

        var refused = host.get("/api/meeting/list?limit=1&cursor=" + segment(cursor));

        assertThat(refused.faultyFields()).containsExactly("cursor");
    }

    private static long at(User host, String scheduledAt) {
        return host.createMeeting(body().put("scheduledAt", scheduledAt));
    }

    private static List<Long> list(User user, String query) {
        var page = user.get("/api/meeting/list" + query);
        return idsOf(HostedMeeting.require(page, 200).json());
    }

    private static List<Long> idsOf(JsonObject page) {
        return objects(page.getJsonArray("items")).stream()
                .map(item -> item.getLong("id"))
                .toList();
    }

    private static List<Long> reversed(List<Long> ids) {
        var reversed = new ArrayList<>(ids);
        java.util.Collections.reverse(reversed);
        return reversed;
    }
}
