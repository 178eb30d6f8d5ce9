package io.gavel.bench.scenario;

import io.gavel.bench.net.Exchange;
import io.gavel.bench.net.HttpPool;
import io.gavel.bench.net.Loop;
import io.gavel.bench.server.Server;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** A REST call, as many people make it. */
enum RestOperation {
    JOIN,
    CREATE,
    GET,
    LIST;

    private static final int HOSTS = 200;
    private static final int PEOPLE = 10;
    private static final int INVITED = 5;
    private static final int LISTED = 6;
    private static final int REQUESTS = 1000;
    private static final int FIRST_CREATOR = 2001;
    private static final int CREATORS = 5000;
    private static final long SEED = 7;

    /** The requests of a run, in a random order that is the same each time. */
    List<byte[]> requests(Loop loop, Server server) {
        var meetings = this == CREATE ? List.<String>of() : meetings(loop, server, this == LIST ? LISTED : 1);
        var random = new Random(SEED);
        var requests = new ArrayList<byte[]>();
        for (int i = 0; i < REQUESTS; i++) {
            requests.add(request(server, meetings, i, random));
        }
        return requests;
    }

    /** Host h has people h..h+9 in its meetings, so that each of them has many and is in those of ten hosts. */
    private static List<String> meetings(Loop loop, Server server, int each) {
        var creations = IntStream.range(0, HOSTS * each)
                .mapToObj(i -> creation(server, 1 + i % HOSTS, PEOPLE))
                .toList();
        try (var pool = new HttpPool(loop, server.address(), 8)) {
            pool.all(creations);
        }
        return creations.stream()
                .map(creation -> server.protocol().meetingId(creation.body()))
                .toList();
    }

    /** A meeting of a host and the people after it. */
    static Exchange creation(Server server, int host, int people) {
        var body = server.protocol().createBody("Weekly sync", host, people);
        return new Exchange(Exchange.request(
                server.address(), "POST", "/api/meeting/create", server.tokens().of(host), body));
    }

    private byte[] request(Server server, List<String> meetings, int number, Random random) {
        int host = 1 + number % HOSTS;
        int person = host + random.nextInt(PEOPLE);
        return switch (this) {
            case JOIN -> ask(server, "POST", "/api/meeting/" + meetings.get(host - 1) + "/join", person, "");
            case GET -> ask(server, "GET", "/api/meeting/" + meetings.get(host - 1), person, "");
            case LIST -> ask(server, "GET", "/api/meeting/list", host, "");
            case CREATE ->
                ask(
                        server,
                        "POST",
                        "/api/meeting/create",
                        FIRST_CREATOR + number,
                        server.protocol()
                                .createBody(
                                        "Weekly sync " + number, FIRST_CREATOR + random.nextInt(CREATORS), INVITED));
        };
    }

    static byte[] ask(Server server, String method, String path, int user, String body) {
        return Exchange.request(server.address(), method, path, server.tokens().of(user), body);
    }
}
