package io.gavel.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.User;
import io.gavel.postgres.TestPostgres;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Many clients in many conversations, spread over all nodes. */
final class Talks implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration OFTEN = Duration.ofMillis(20);

    private final Loop loop = new Loop();
    private final List<TalkClient> clients = new ArrayList<>();
    private final List<String> nodes;
    private final String database;

    private Talks(List<String> nodes, String database) {
        this.nodes = nodes;
        this.database = database;
    }

    /** Makes the conversations, each client a member of four, and brings everybody in. */
    static Talks start(List<String> nodes, String database, int size, int conversations) {
        var talks = new Talks(nodes, database);
        var people = IntStream.range(0, size)
                .mapToObj(number -> Platform.person("talker-" + number, "Talker " + number))
                .toList();
        var ids = IntStream.range(0, conversations)
                .mapToObj(talk -> talks.create(IntStream.range(0, size)
                        .filter(number -> talksOf(number, conversations).anyMatch(own -> own == talk))
                        .mapToObj(people::get)
                        .toList()))
                .toList();
        for (int i = 0; i < size; i++) {
            var own = talksOf(i, conversations).mapToObj(ids::get).toList();
            talks.clients.add(new TalkClient(talks.loop, nodes, i % nodes.size(), people.get(i), own));
        }
        talks.loop.run(() -> talks.clients.forEach(TalkClient::connect));
        talks.awaitAll(TalkClient::isThere);
        return talks;
    }

    /** The members of one conversation meet others in the next. */
    private static IntStream talksOf(int number, int conversations) {
        return IntStream.range(0, 4).map(next -> (3 * number + 7 * next) % conversations);
    }

    private long create(List<Person> members) {
        var others = new JsonArray(members.stream().skip(1).map(Person::id).toList());
        var made = user(members.get(0))
                .post("/api/conversation", new JsonObject().put("title", "Talk").put("participantUserIds", others));
        assertThat(made.status()).as("%s", made).isEqualTo(201);
        return made.json().getLong("id");
    }

    private User user(Person person) {
        return User.withToken(nodes.get(0), person.id(), person.token());
    }

    /** Each client says so many things. */
    void say(int messages) {
        loop.run(() -> clients.forEach(client -> client.say(messages)));
    }

    /** Waits until so many messages are acknowledged. */
    void awaitAcknowledged(int enough) {
        await().atMost(LIMIT).pollInterval(OFTEN).until(() -> acknowledged() >= enough);
    }

    private int acknowledged() {
        return loop.ask(() -> clients.stream()
                .mapToInt(client -> client.acknowledged().size())
                .sum());
    }

    /** Waits until everything is answered, and everybody has everything and was told of it. */
    void settle() throws SQLException {
        awaitAll(TalkClient::isDone);
        var heads = heads();
        awaitAll(client -> client.talks().stream().allMatch(talk -> talk.last() == heads.getOrDefault(talk.id(), 0L)));
        awaitAll(client -> client.talks().stream().allMatch(talk -> talk.toldUnread() == talk.unread()));
    }

    private void awaitAll(Predicate<TalkClient> condition) {
        await().atMost(LIMIT)
                .pollInterval(OFTEN)
                .until(() -> loop.ask(() -> clients.stream().allMatch(condition)));
    }

    private Map<Long, Long> heads() throws SQLException {
        var heads = new HashMap<Long, Long>();
        try (var connection = TestPostgres.connect(database);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT conversation_id, seq FROM gavel.conversation_stream")) {
            while (rows.next()) {
                heads.put(rows.getLong(1), rows.getLong(2));
            }
        }
        return heads;
    }

    /** The stored messages by their clients' names, each as its sender should have been answered. */
    Map<String, JsonObject> stored() throws SQLException {
        var stored = new HashMap<String, JsonObject>();
        try (var connection = TestPostgres.connect(database);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT client_message_id, seq, id FROM gavel.message")) {
            while (rows.next()) {
                var answer = new JsonObject()
                        .put("ok", true)
                        .put("seq", rows.getLong(2))
                        .put("messageId", rows.getLong(3));
                assertThat(stored.put(rows.getString(1), answer))
                        .as("%s is stored once", rows.getString(1))
                        .isNull();
            }
        }
        return stored;
    }

    /** The events of a conversation, as REST has them for this member. */
    List<JsonObject> events(TalkClient member, HeardTalk talk) {
        var answer = user(member.person()).get("/api/conversation/" + talk.id() + "/events?limit=1000");
        return ClientLog.objects(answer.json().getJsonArray("items"));
    }

    /** How many messages this member has not read, by conversation, as its list has it. */
    Map<Long, Long> unread(TalkClient member) {
        var counts = new HashMap<Long, Long>();
        var answer = user(member.person()).get("/api/conversation/list?limit=100");
        ClientLog.objects(answer.json().getJsonArray("items"))
                .forEach(talk -> counts.put(talk.getLong("id"), talk.getLong("unread")));
        return counts;
    }

    List<TalkClient> clients() {
        return List.copyOf(clients);
    }

    @Override
    public void close() {
        loop.run(() -> clients.forEach(TalkClient::vanish));
        loop.close();
    }
}
