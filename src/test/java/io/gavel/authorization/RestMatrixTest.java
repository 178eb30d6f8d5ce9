package io.gavel.authorization;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.RunningNode;
import io.gavel.SignedByJaas;
import io.gavel.User;
import io.gavel.User.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each cell of REST's table, tried. What is refused or only read is tried on one stage for each column, and must not write
 * anything; what may change something is tried on a stage of its own.
 */
class RestMatrixTest {
    private static RunningNode node;
    private static Cast cast;

    private final Map<Column, Stage> shared = new EnumMap<>(Column.class);
    private final List<String> failures = new ArrayList<>();

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        node = OpenNode.start(folder);
        cast = new Cast(node);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void eachCallIsAnsweredAsTheTableSays() throws SQLException {
        var sections = Matrix.rest().sections();
        for (var column : Column.values()) {
            shared.put(column, Stage.full(cast, column, Role.USERS, stage -> {}));
        }

        try (var footprint = new Footprint(node)) {
            sections.forEach(section -> tryUnchanged(section, footprint));
        }
        sections.forEach(section -> section.cells().stream()
                .filter(cell -> mayChange(section, cell))
                .forEach(cell -> tryOnItsOwn(section, cell)));

        assertThat(failures).as("%d cells", failures.size()).isEmpty();
    }

    private static boolean mayChange(Section section, Cell cell) {
        return cell.expected().isSuccess() && !RestCall.of(section).method().equals("GET");
    }

    /** What a call is about is looked up, or made, before the first is tried. */
    private void tryUnchanged(Section section, Footprint footprint) {
        var asked = new LinkedHashMap<Cell, Asked>();
        section.cells().stream()
                .filter(cell -> !mayChange(section, cell))
                .forEach(cell -> asked.put(cell, asked(section, cell, on(cell.column()))));
        footprint.changed();
        asked.forEach((cell, request) -> {
            for (var user : asking(section, cell)) {
                judge(section, cell, request.by(user));
                var changed = footprint.changed();
                if (!changed.isEmpty()) {
                    failures.add(section.title() + " by " + cell + ": wrote " + changed);
                }
            }
        });
    }

    /** Of the bad tokens each is tried in one column. */
    private static List<User> asking(Section section, Cell cell) {
        var users = RestCall.of(section).isOfApi() ? cast.askingAsUsers(cell.role()) : cast.asking(cell.role());
        var columns = section.columns().size();
        return users.size() == 1
                ? users
                : IntStream.range(0, users.size())
                        .filter(i -> i % columns == section.columns().indexOf(cell.column()))
                        .mapToObj(users::get)
                        .toList();
    }

    private void tryOnItsOwn(Section section, Cell cell) {
        var stage = section.words().isEmpty() ? on(cell.column()) : Stage.of(cast, section, cell, made -> {});
        var asked = asked(section, cell, stage);
        cast.asking(cell.role()).forEach(user -> judge(section, cell, asked.by(user)));
    }

    private Stage on(Column column) {
        return Objects.requireNonNull(shared.get(column));
    }

    private void judge(Section section, Cell cell, Answer answer) {
        var got = got(answer);
        var isMet = RestCall.of(section).isOfApi()
                ? got.equals(cell.expected().text())
                : got.startsWith(cell.expected().status());
        if (!isMet) {
            failures.add(section.title() + " by " + cell + ": expected " + cell.expected() + ", got " + got);
        }
    }

    private static String got(Answer answer) {
        return answer.header("Content-Type").startsWith("application/problem+json")
                ? answer.status() + " " + answer.code()
                : Integer.toString(answer.status());
    }

    private static Asked asked(Section section, Cell cell, Stage stage) {
        var call = RestCall.of(section);
        var body = stage.fill(section.body(), cell.role());
        var headers = new ArrayList<String>(List.of("Content-Type", contentType(body)));
        if (cell.role() == Role.WEBHOOK) {
            var signed = new SignedByJaas(OpenNode.WEBHOOK_SECRET);
            headers.addAll(List.of("X-Jaas-Signature", signed.header(Instant.now(), body.getBytes(UTF_8))));
        }
        return new Asked(call, stage.fill(call.path(), cell.role()), body, headers);
    }

    private static String contentType(String body) {
        return body.startsWith("{") ? "application/json" : "application/x-www-form-urlencoded";
    }

    /** A request, whoever sends it. */
    private record Asked(RestCall call, String path, String body, List<String> headers) {
        Answer by(User user) {
            var asking = call.isForOperators() ? User.withToken(node.managementUrl(), user.id(), user.token()) : user;
            return body.isEmpty()
                    ? asking.send(call.method(), path, null)
                    : asking.send(call.method(), path, body, headers.toArray(String[]::new));
        }
    }
}
