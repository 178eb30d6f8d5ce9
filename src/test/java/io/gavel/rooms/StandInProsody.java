package io.gavel.rooms;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Answers as a Prosody with Jitsi's plugins was seen to, and knows which rooms there are and who is in them. */
final class StandInProsody implements AutoCloseable {
    static final String MUC = "conference.meet.test";

    /** A code that stands for no answer at all: the connection ends. */
    static final int SILENCE = 0;

    private final ControlKey key;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final Map<String, Set<String>> rooms = new ConcurrentHashMap<>();
    private final Map<String, Integer> faults = new ConcurrentHashMap<>();
    private final Queue<String> calls = new ConcurrentLinkedQueue<>();

    StandInProsody(ControlKey key) {
        this.key = key;
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
                MUC,
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

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var uri = exchange.getRequestURI();
            var call = exchange.getRequestMethod() + " " + uri.getPath();
            var room = room(uri);
            calls.add(call + " " + room);
            var fault = faults.get(room);
            if (fault != null) {
                if (fault != SILENCE) {
                    exchange.sendResponseHeaders(fault, -1);
                }
                return;
            }
            var isOpen = call.equals("GET /room-size")
                    || key.opens(exchange.getRequestHeaders().getFirst("Authorization"));
            answer(exchange, isOpen ? status(exchange, call, room) : 401, room);
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

    private static String room(URI uri) {
        var conference = parameter(uri, "conference");
        if (conference != null) {
            return conference.endsWith("@" + MUC)
                    ? conference.substring(0, conference.indexOf('@'))
                    : "no room of ours";
        }
        var domain = parameter(uri, "domain");
        var room = parameter(uri, "room");
        return room == null || (domain != null && !MUC.equals("conference." + domain)) ? "no room of ours" : room;
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
        server.stop(0);
        threads.shutdownNow();
    }
}
