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
final class Crowd implements AutoCloseable {
    private static final int AT_ONCE = 64;
    private static final int REST_CONNECTIONS = 16;
    private static final double PATIENCE_SECONDS = 180;
    private static final long PING_MICROS = 5_000_000;

    private final Loop loop;
    private final Server server;
    private final List<Room> rooms;
    private final List<Participant> people;
    private final Tally tally = new Tally();
    private long pinged = Loop.micros();

    Crowd(Loop loop, Server server, int rooms, int size) {
        this.loop = loop;
        this.server = server;
        var creations = IntStream.range(0, rooms)
                .mapToObj(i -> RestOperation.creation(server, 1 + i * size, size))
                .toList();
        ask(creations);
        this.rooms = IntStream.range(0, rooms)
                .mapToObj(i -> new Room(
                        server.protocol().meetingId(creations.get(i).body()),
                        1 + i * size,
                        size,
                        server.protocol(),
                        server.tokens(),
                        tally))
                .toList();
        this.people =
                this.rooms.stream().flatMap(room -> room.people().stream()).toList();
    }

    /** Everybody joins over REST, where the room asks for that. */
    void admit() {
        if (server.protocol().needsAdmission()) {
            ask(people.stream()
                    .map(person -> exchange("POST", "/join", person.room(), person.token()))
                    .toList());
        }
    }

    /** Everybody connects and joins the room; returns once each has been let in. */
    void connect() {
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
    void ping() {
        if (Loop.micros() - pinged > PING_MICROS) {
            pinged = Loop.micros();
            people.forEach(Participant::ping);
        }
    }

    /** Waits until everybody has heard of everybody who came; returns whether that came about. */
    boolean allTold(double seconds) {
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

    List<Room> rooms() {
        return rooms;
    }

    List<Participant> people() {
        return people;
    }

    Tally tally() {
        return tally;
    }

    private Exchange exchange(String method, String what, Room room, String token) {
        return new Exchange(Exchange.request(server.address(), method, "/api/meeting/" + room.id() + what, token, ""));
    }

    private void ask(List<Exchange> exchanges) {
        try (var pool = new HttpPool(loop, server.address(), REST_CONNECTIONS)) {
            pool.all(exchanges);
        }
    }

    /** The hosts end their meetings, so that nothing of them is left to do when the next run begins. */
    @Override
    public void close() {
        people.forEach(Participant::leave);
        ask(rooms.stream()
                .map(room -> exchange("PUT", "/end", room, room.people().get(0).token()))
                .toList());
    }
}
