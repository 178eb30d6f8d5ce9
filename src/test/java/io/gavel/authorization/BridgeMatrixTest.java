package io.gavel.authorization;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.RunningNode;
import io.gavel.bridge.BridgeClient;
import io.gavel.bridge.Refused;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each cell of the bridge's table, tried. What is refused or only read is tried on one stage for each column, must not write
 * anything, and nobody may hear of it; what may change something is tried on a stage of its own.
 */
class BridgeMatrixTest {
    private static final String SEND = "send";

    /** What the Host does first, where it takes that for the command to change anything. */
    private static final Map<String, String> FIRST = Map.of("meeting_recording_stopped", "meeting_recording_started");

    private static RunningNode node;
    private static Cast cast;
    private static Seats seats;

    private final Map<Column, Stage> shared = new EnumMap<>(Column.class);
    private final List<String> failures = new ArrayList<>();

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        node = OpenNode.start(folder);
        cast = new Cast(node);
        seats = new Seats(cast);
    }

    @AfterAll
    static void stop() {
        seats.close();
        node.close();
    }

    @Test
    void eachFrameIsAnsweredAsTheTableSays() throws SQLException {
        var attempts = attempts();
        for (var column : Column.values()) {
            shared.put(column, Stage.full(cast, column, Role.CONNECTED, seats::enter));
            topics(column).forEach(seats.ofBystander(column)::register);
        }

        for (var role : List.of(Role.NONE, Role.BAD_TOKEN)) {
            var got = connecting(role);
            attempts.stream().filter(one -> one.cell().role() == role).forEach(one -> judge(one, got));
            attempts.removeIf(one -> one.cell().role() == role);
        }
        try (var footprint = new Footprint(node)) {
            attempts.stream()
                    .filter(one -> !one.cell().how().equals(SEND))
                    .collect(groupingBy(one -> one.cell().unanswered()))
                    .forEach((cell, together) -> tryTogether(cell, together, footprint));
            attempts.removeIf(one -> !one.cell().how().equals(SEND));
            attempts.stream().filter(one -> !one.mayChange()).forEach(one -> tryUnchanged(one, footprint));
        }
        shared.keySet().forEach(this::requireSilence);
        attempts.stream().filter(Attempt::mayChange).forEach(this::tryOnItsOwn);

        assertThat(failures).as("%d cells", failures.size()).isEmpty();
    }

    private static List<Attempt> attempts() {
        var attempts = new ArrayList<Attempt>();
        for (var section : Matrix.bridge().sections()) {
            for (var address : BridgeCall.of(section).addresses()) {
                section.cells().forEach(cell -> attempts.add(new Attempt(section, cell, address)));
            }
        }
        return attempts;
    }

    /** Nobody without a token gets as far as to send a frame. */
    private static String connecting(Role role) {
        var refusals = cast.askingAsUsers(role).stream()
                .map(user -> user.token().isEmpty() ? "" : "access_token=" + user.token())
                .map(query -> BridgeClient.refusedStatus(node.url(), query))
                .collect(toSet());
        return refusals.equals(Set.of(401)) ? "401 UNAUTHENTICATED" : refusals.toString();
    }

    /** What is granted is not answered: all frames of a kind are sent, and then one whose answer tells that they are through. */
    private void tryTogether(Cell cell, List<Attempt> attempts, Footprint footprint) {
        var client = seats.of(cell.role(), cell.column());
        var start = client.frames().size();
        attempts.forEach(one -> client.write(new JsonObject()
                .put("type", cell.how())
                .put("address", address(one))
                .put("body", new JsonObject())));
        client.settle();
        var frames = client.frames();
        var denied = frames.subList(start, frames.size()).stream()
                .filter(frame ->
                        "access_denied".equals(frame.getString("body")) && frame.getInteger("failureCode") == 403)
                .map(frame -> frame.getString("address"))
                .collect(toSet());
        attempts.forEach(one -> judge(one, denied.contains(address(one)) ? "denied" : "ok"));
        requireUnchanged("every address by " + cell, footprint);
    }

    private void tryUnchanged(Attempt attempt, Footprint footprint) {
        var cell = attempt.cell();
        var stage = on(cell.column());
        var body = new JsonObject(stage.fill(attempt.body(), cell.role()));
        judge(attempt, got(seats.of(cell.role(), cell.column()), address(attempt), body));
        requireUnchanged(attempt.toString(), footprint);
    }

    private void tryOnItsOwn(Attempt attempt) {
        var cell = attempt.cell();
        var stage = Stage.of(cast, attempt.section(), cell, seats::enter);
        var first = FIRST.get(attempt.address());
        if (first != null) {
            seats.of(Role.HOST, cell.column()).ask(first, new JsonObject().put("meetingId", stage.meetingId()));
        }
        var body = new JsonObject(stage.fill(attempt.body(), cell.role()));
        judge(attempt, got(seats.of(cell.role(), cell.column()), attempt.address(), body));
    }

    private String address(Attempt attempt) {
        var cell = attempt.cell();
        return on(cell.column()).fill(attempt.address(), cell.role());
    }

    private static String got(BridgeClient client, String address, JsonObject body) {
        try {
            var answer = client.ask(address, body);
            return Boolean.TRUE.equals(answer.getBoolean("ok")) ? "ok" : answer.encode();
        } catch (Refused refused) {
            return refused.code().equals("access_denied") ? "denied" : refused.status() + " " + refused.code();
        }
    }

    private Stage on(Column column) {
        return Objects.requireNonNull(shared.get(column));
    }

    private void judge(Attempt attempt, String got) {
        var expected = attempt.cell().expected().text();
        if (!got.equals(expected)) {
            failures.add(attempt + ": expected " + expected + ", got " + got);
        }
    }

    private void requireUnchanged(String what, Footprint footprint) {
        var changed = footprint.changed();
        if (!changed.isEmpty()) {
            failures.add(what + ": wrote " + changed);
        }
    }

    private void requireSilence(Column column) {
        var listener = seats.ofBystander(column);
        listener.settle();
        for (var topic : topics(column)) {
            if (!listener.received(topic).isEmpty()) {
                failures.add(topic + ", " + column + ": heard " + listener.received(topic));
            }
        }
    }

    private List<String> topics(Column column) {
        var stage = on(column);
        return List.of("meeting." + stage.meetingId(), "conversation." + stage.conversationId());
    }

    /** A cell, tried at one address of its section. */
    private record Attempt(Section section, Cell cell, String address) {
        String body() {
            return section.body().isEmpty() ? "{}" : section.body();
        }

        boolean mayChange() {
            return cell.expected().isSuccess()
                    && BridgeCall.of(section).changes()
                    && !section.words().isEmpty();
        }

        @Override
        public String toString() {
            return (BridgeCall.isPattern(section.title()) ? address : section.title()) + " by " + cell;
        }
    }
}
