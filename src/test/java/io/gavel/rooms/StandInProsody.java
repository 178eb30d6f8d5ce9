package io.gavel.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gavel.RunningNode;
import io.gavel.User;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Answers as a Prosody with Jitsi's plugins was seen to, and knows which rooms there are and who is in them. */
final class StandInProsody implements AutoCloseable {
    /** A code that stands for no answer at all: the connection ends. */
    static final int SILENCE = 0;

    /** A code that stands for an answer that never comes. */
    static final int HANGING = 1;

    /** With which a node is told what happens here. */
    static final String EVENTS_TOKEN = "tells-who-comes-and-goes";

    private static final String NO_ROOM = "no room of ours";
    private static final String DOMAIN = "meet.test";

    private final ControlKey key;
    private final String muc;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch end = new CountDownLatch(1);
    private final Map<String, Set<String>> rooms = new ConcurrentHashMap<>();
    private final Map<String, Integer> faults = new ConcurrentHashMap<>();
    private final Queue<String> calls = new ConcurrentLinkedQueue<>();

    /** @param prefix which is before the domain of its rooms */
    StandInProsody(ControlKey key, String prefix) {
        this.key = key;
        this.muc = prefix + "." + DOMAIN;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Of a node that controls this one's rooms, and takes no longer for anything than it must; and these others. */
    String[] settings(String... others) {
        var ours = Stream.of(
                "GAVEL_JITSI_CONTROL_URL",
                url(),
                "GAVEL_JITSI_KEY_FILE",
                key.file().toString(),
                "GAVEL_JITSI_KEY_ID",
                ControlKey.ID,
                "GAVEL_JITSI_MUC",
                muc,
                "GAVEL_JITSI_RESERVATION_TOKEN",
                "asks-before-rooms-come-about",
                "GAVEL_JITSI_EVENTS_TOKEN",
                EVENTS_TOKEN,
                "JITSI_APP_ID",
                ControlKey.APP_ID,
                "GAVEL_SWEEP_SECONDS",
                "1",
                "GAVEL_OBSERVE_SECONDS",
                "1",
                "GAVEL_EMPTY_SECONDS",
                "1");
        return Stream.concat(ours, Stream.of(others)).toArray(String[]::new);
    }

    /** Somebody is in the room, which is there from now on. */
    void enter(String room, String nick) {
        rooms.computeIfAbsent(room, name -> ConcurrentHashMap.newKeySet()).add(nick);
    }

    void destroy(String room) {
        rooms.remove(room);
    }

    boolean exists(String room) {
        return rooms.containsKey(room);
    }

    boolean isInside(String room, String nick) {
        return rooms.getOrDefault(room, Set.of()).contains(nick);
    }

    /** From now on whatever is asked about the room is answered with this code. */
    void fail(String room, int status) {
        faults.put(room, status);
    }

    void heal(String room) {
        faults.remove(room);
    }

    /** The calls about a room: {@code POST /end-meeting}, and so on. */
    List<String> calls(String room) {
        return calls.stream()
                .filter(call -> call.endsWith(" " + room))
                .map(call -> call.substring(0, call.lastIndexOf(' ')))
                .toList();
    }

    /** As event_sync tells a node of who comes or goes. */
    static void tell(RunningNode node, String room, String change, String nick, User user) {
        var occupant = new JsonObject()
                .put("occupant_jid", nick + "@meet.test/r")
                .put("id", user.id())
                .put(change + "_at", Instant.now().getEpochSecond());
        var event = new JsonObject()
                .put("event_name", "muc-occupant-" + change)
                .put("room_name", room)
                .put("occupant", occupant);
        var told = User.withToken(node.url(), "jitsi", EVENTS_TOKEN).post("/jitsi/events/occupant/" + change, event);
        assertThat(told.status()).isEqualTo(204);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var uri = exchange.getRequestURI();
            var call = exchange.getRequestMethod() + " " + uri.getPath();
            var room = room(uri);
            calls.add(call + " " + room);
            var fault = faults.get(room);
            if (fault != null) {
                fail(exchange, fault);
                return;
            }
            var shown = exchange.getRequestHeaders().getFirst("Authorization");
            var isOpen = call.equals("GET /room-size") ? shown == null : key.opens(shown);
            answer(exchange, isOpen ? status(exchange, call, room) : 401, room);
        }
    }

    private void fail(HttpExchange exchange, int fault) throws IOException {
        if (fault == HANGING) {
            try {
                end.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        } else if (fault != SILENCE) {
            exchange.sendResponseHeaders(fault, -1);
        }
    }

    private void answer(HttpExchange exchange, int status, String room) throws IOException {
        var people = rooms.getOrDefault(room, Set.of()).size();
        var body =
                status == 200 && exchange.getRequestMethod().equals("GET") ? "{\"participants\":" + people + "}" : "";
        exchange.sendResponseHeaders(status, body.isEmpty() ? -1 : body.length());
        if (!body.isEmpty()) {
            exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
        }
    }

    private int status(HttpExchange exchange, String call, String room) throws IOException {
        var people = rooms.get(room);
        return switch (call) {
            case "POST /end-meeting" -> rooms.remove(room) == null ? 404 : 200;
            case "GET /room-size" -> people == null ? 404 : 200;
            case "PUT /kick-participant" -> {
                var nick = new JsonObject(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8))
                        .getString("participantId");
                var type = exchange.getRequestHeaders().getFirst("Content-Type");
                yield !"application/json".equals(type) ? 400 : people != null && people.remove(nick) ? 200 : 404;
            }
            default -> 405;
        };
    }

    /** As each plugin puts a room's name together: one is given the whole, the others know the prefix and how tenants are written. */
    private String room(URI uri) {
        var conference = parameter(uri, "conference");
        if (conference != null) {
            return conference.endsWith("@" + muc) ? conference.substring(0, conference.indexOf('@')) : NO_ROOM;
        }
        var isSize = uri.getPath().equals("/room-size");
        var room = parameter(uri, "room");
        var tenant = parameter(uri, isSize ? "subdomain" : "prefix");
        return room == null || (isSize && !DOMAIN.equals(parameter(uri, "domain")))
                ? NO_ROOM
                : tenant == null ? room : "[" + tenant + "]" + room;
    }

    private static @Nullable String parameter(URI uri, String name) {
        for (var pair : uri.getRawQuery().split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
            }
        }
        return null;
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
