package io.gavel.bench.scenario;

import io.gavel.bench.net.Exchange;
import io.gavel.bench.net.HttpPool;
import io.gavel.bench.net.Loop;
import io.gavel.bench.protocol.Participant;
import io.gavel.bench.protocol.Room;
import io.gavel.bench.protocol.Tally;
import io.gavel.bench.server.Server;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** People in rooms, each with a connection; neighbours in a room are on different nodes. */
public final class Crowd implements AutoCloseable {
    private static final int AT_ONCE = 64;
    private static final int REST_CONNECTIONS = 16;
    private static final double PATIENCE_SECONDS = 180;
    private static final long PING_MICROS = 5_000_000;

    private final Loop loop;
    private final Server server;
    private final boolean ends;
    private final List<Room> rooms;
    private final List<Participant> people;
    private final Tally tally = new Tally();
    private long pinged = Loop.micros();

    /** Makes the rooms, and ends them when it is closed: nothing of them is left to do when the next run begins. */
    public Crowd(Loop loop, Server server, int rooms, int size) {
        this(loop, server, made(loop, server, rooms, size), 1, size, true);
    }

    /**
     * In rooms that are there.
     *
     * @param firstUser the first person of the first room; that of the next comes after the last of this one
     * @param ends whether it ends them when it is closed
     */
    public Crowd(Loop loop, Server server, List<String> meetings, int firstUser, int size, boolean ends) {
        this.loop = loop;
        this.server = server;
        this.ends = ends;
        this.rooms = IntStream.range(0, meetings.size())
                .mapToObj(i -> new Room(
                        meetings.get(i), firstUser + i * size, size, server.protocol(), server.tokens(), tally))
                .toList();
        this.people =
                this.rooms.stream().flatMap(room -> room.people().stream()).toList();
    }

    private static List<String> made(Loop loop, Server server, int rooms, int size) {
        var creations = IntStream.range(0, rooms)
                .mapToObj(i -> RestOperation.creation(server, 1 + i * size, size))
                .toList();
        ask(loop, server, creations);
        return creations.stream()
                .map(creation -> server.protocol().meetingId(creation.body()))
                .toList();
    }

    /** Everybody joins over REST, where the room asks for that. */
    public void admit() {
        if (server.protocol().needsAdmission()) {
            ask(
                    loop,
                    server,
                    people.stream()
                            .map(person -> exchange("POST", "/join", person.room(), person.token()))
                            .toList());
        }
    }

    /** Everybody connects and joins the room; returns once each has been let in. */
    public void connect() {
        var opened = new ArrayList<Participant>();
        var settled = new Object() {
            int count;
        };
        var done = loop.pollUntil(
                () -> {
                    ping();
                    while (settled.count < opened.size() && isSettled(opened.get(settled.count))) {
                        settled.count++;
                    }
                    while (opened.size() < people.size() && opened.size() - settled.count < AT_ONCE) {
                        opened.add(connect(opened.size()));
                    }
                    return settled.count == people.size();
                },
                PATIENCE_SECONDS);
        if (!done || tally.failures() > 0) {
            throw new IllegalStateException(
                    settled.count + " of " + people.size() + " are inside; " + tally.firstFault());
        }
    }

    private Participant connect(int number) {
        var person = people.get(number);
        person.connect(loop, server.addresses().get(number % server.addresses().size()));
        return person;
    }

    private static boolean isSettled(Participant person) {
        return person.isInside() || person.isGone();
    }

    /** What clients say so that the server knows them to be alive. */
    public void ping() {
        if (Loop.micros() - pinged > PING_MICROS) {
            pinged = Loop.micros();
            people.forEach(Participant::ping);
        }
    }

    /** Waits until everybody has heard of everybody who came; returns whether that came about. */
    public boolean allTold(double seconds) {
        return loop.pollUntil(() -> rooms.stream().allMatch(this::isTold), seconds);
    }

    private boolean isTold(Room room) {
        if (!server.protocol().needsAdmission()) {
            int size = room.people().size();
            return tally.joins() >= (long) rooms.size() * size * (size - 1) / 2;
        }
        var last = room.people().stream().mapToLong(Participant::position).max().orElse(0);
        return room.people().stream().allMatch(person -> person.heard() >= last);
    }

    public List<Room> rooms() {
        return rooms;
    }

    List<Participant> people() {
        return people;
    }

    public Tally tally() {
        return tally;
    }

    private Exchange exchange(String method, String what, Room room, String token) {
        return new Exchange(Exchange.request(server.address(), method, "/api/meeting/" + room.id() + what, token, ""));
    }

    private static void ask(Loop loop, Server server, List<Exchange> exchanges) {
        try (var pool = new HttpPool(loop, server.address(), REST_CONNECTIONS)) {
            pool.all(exchanges);
        }
    }

    @Override
    public void close() {
        people.forEach(Participant::leave);
        if (ends) {
            ask(
                    loop,
                    server,
                    rooms.stream()
                            .map(room -> exchange(
                                    "PUT", "/end", room, room.people().get(0).token()))
                            .toList());
        }
    }
}
