package io.gavel.chaos;

import io.gavel.User;
import io.gavel.User.Answer;
import io.gavel.cluster.Platform;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A platform's back end that calls REST by way of the balancer all the time: it makes meetings, each under a key until it is
 * told that it has it, lets people in while it ends them, and lists them.
 */
final class Callers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Callers.class);

    /** What the titles of its meetings begin with. */
    static final String TITLE = "Platform ";

    private static final long PAUSE_MILLIS = 50;
    private static final long GIVEN_UP_SECONDS = 25;

    private final String url;
    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    private final Map<String, Long> created = new ConcurrentHashMap<>();
    private final Queue<Admission> admissions = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads;
    private volatile boolean calling = true;

    /** What was asked and what came back; without an answer the status is 0. */
    record Call(String what, long millis, int status, boolean saysWhenToRetry, String body) {}

    /** A token for Jitsi that somebody got, and the second in which it says that it was issued. */
    record Admission(long meetingId, long issuedAt) {}

    Callers(String url) {
        this.url = url;
        threads = List.of(thread("creates", this::create), thread("ends", this::end), thread("lists", this::list));
        threads.forEach(Thread::start);
    }

    private interface Turn {
        void take(User user) throws InterruptedException;
    }

    private Thread thread(String name, Turn turn) {
        var person = Platform.person("platform-" + name, "The platform that " + name);
        var user = User.withToken(url, person.id(), person.token());
        var thread = new Thread(
                () -> {
                    try {
                        while (calling) {
                            turn.take(user);
                            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                name);
        thread.setDaemon(true);
        return thread;
    }

    private void create(User user) throws InterruptedException {
        meeting(user);
    }

    private Optional<Long> meeting(User user) throws InterruptedException {
        var key = UUID.randomUUID().toString();
        var title = TITLE + key;
        var body = new JsonObject().put("title", title).encode();
        while (calling) {
            var answer = ask(user, "POST", "/api/meeting/create", body, "Idempotency-Key", key);
            if (answer.isPresent() && answer.get().status() == 201) {
                var id = answer.get().json().getLong("id");
                created.put(title, id);
                return Optional.of(id);
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        return Optional.empty();
    }

    /** Joins again and again while somebody else ends it, until nobody is let in any more. */
    private void end(User user) throws InterruptedException {
        var meeting = meeting(user);
        if (meeting.isEmpty()) {
            return;
        }
        var path = "/api/meeting/" + meeting.get();
        var ending = new Thread(() -> ask(user, "PUT", path + "/end", null), "ending");
        for (int turn = 0; calling && turn < 100; turn++) {
            var answer = ask(user, "POST", path + "/join", null);
            if (answer.isPresent() && answer.get().status() == 200) {
                admissions.add(admission(meeting.get(), answer.get()));
            } else if (answer.isPresent() && answer.get().status() < 500) {
                break;
            }
            if (turn == 1) {
                ending.start();
            }
        }
        if (ending.isAlive()) {
            ending.join();
        }
    }

    private static Admission admission(long meetingId, Answer answer) {
        var claims = answer.json().getString("jitsiToken").split("\\.", -1)[1];
        var json = new JsonObject(new String(Base64.getUrlDecoder().decode(claims), StandardCharsets.UTF_8));
        return new Admission(meetingId, json.getLong("iat"));
    }

    private void list(User user) {
        var unused = ask(user, "GET", "/api/meeting/list", null);
    }

    private Optional<Answer> ask(User user, String method, String path, @Nullable String body, String... headers) {
        var began = System.nanoTime();
        Optional<Answer> answer = Optional.empty();
        try {
            answer = Optional.of(user.sendAsync(method, path, body, headers).get(GIVEN_UP_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException none) {
            LOG.debug("{} {} was not answered", method, path, none);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        calls.add(new Call(
                method + " " + path,
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began),
                answer.map(Answer::status).orElse(0),
                answer.map(some -> !some.header("Retry-After").isEmpty()).orElse(false),
                answer.map(Answer::body).orElse("")));
        return answer;
    }

    List<Call> calls() {
        return List.copyOf(calls);
    }

    /** The titles of the meetings that the platform was told it has. */
    Map<String, Long> created() {
        return Map.copyOf(created);
    }

    List<Admission> admissions() {
        return List.copyOf(admissions);
    }

    /** Asks nothing more, and waits for what was asked. */
    void stop() {
        calling = false;
        try {
            for (var thread : threads) {
                thread.join(TimeUnit.SECONDS.toMillis(GIVEN_UP_SECONDS + 5));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
    }
}
