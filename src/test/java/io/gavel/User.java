package io.gavel;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A person with a token, who asks a node over HTTP. */
public final class User {
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private final String url;
    private final String id;
    private final String token;

    private User(String url, String id, String token) {
        this.url = url;
        this.id = id;
        this.token = token;
    }

    /** Somebody whom the node has never seen before. */
    public static User unknown(RunningNode node) {
        return named(node, "user-" + UUID.randomUUID(), null);
    }

    public static User named(RunningNode node, String id, @Nullable String name) {
        return signedIn(node.url(), new JsonObject().put("userId", id).put("name", name));
    }

    /** Somebody who may read any meeting. */
    public static User admin(RunningNode node) {
        return signedIn(
                node.url(),
                new JsonObject().put("userId", "admin-" + UUID.randomUUID()).put("admin", true));
    }

    /** Signs in with the node's own dev token. */
    public static User signedIn(String url, JsonObject who) {
        var request = HttpRequest.newBuilder(URI.create(url + "/dev/token"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(who.encode()))
                .build();
        var answer = new Answer(exchange(request));
        if (answer.status() != 200) {
            throw new AssertionError("no dev token: " + answer);
        }
        return new User(url, who.getString("userId"), answer.json().getString("token"));
    }

    /** The same person at another node. */
    public User at(RunningNode node) {
        return new User(node.url(), id, token);
    }

    /** Somebody who shows no token at all. */
    public static User nobody(RunningNode node) {
        return new User(node.url(), "nobody", "");
    }

    public static User withToken(String url, String id, String token) {
        return new User(url, id, token);
    }

    public String id() {
        return id;
    }

    /** The node that this user asks. */
    public String url() {
        return url;
    }

    public String token() {
        return token;
    }

    public Answer get(String path) {
        return send("GET", path, null);
    }

    public Answer post(String path) {
        return send("POST", path, null);
    }

    public Answer post(String path, JsonObject body, String... headers) {
        return send("POST", path, body.encode(), headers);
    }

    public Answer put(String path) {
        return send("PUT", path, null);
    }

    public Answer put(String path, JsonObject body, String... headers) {
        return send("PUT", path, body.encode(), headers);
    }

    public Answer delete(String path) {
        return send("DELETE", path, null);
    }

    /** Sends a body to the letter, as JSON unless the headers say otherwise; headers come as name, value. */
    public Answer send(String method, String path, @Nullable String body, String... headers) {
        return new Answer(exchange(request(method, path, body, headers)));
    }

    public CompletableFuture<Answer> sendAsync(String method, String path, @Nullable String body, String... headers) {
        return CLIENT.sendAsync(request(method, path, body, headers), BodyHandlers.ofString())
                .thenApply(Answer::new);
    }

    /** Makes a meeting of which this user is the Host; returns its id. */
    public long createMeeting(JsonObject body) {
        var answer = post("/api/meeting/create", body);
        if (answer.status() != 201) {
            throw new AssertionError("not created: " + answer);
        }
        return answer.json().getLong("id");
    }

    private HttpRequest request(String method, String path, @Nullable String body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(30))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        var typed = false;
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
            typed |= headers[i].equalsIgnoreCase("Content-Type");
        }
        if (body != null && !typed) {
            request.header("Content-Type", "application/json");
        }
        return request.build();
    }

    private static HttpResponse<String> exchange(HttpRequest request) {
        try {
            return CLIENT.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(request + " failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** What came back. */
    public record Answer(HttpResponse<String> response) {
        public int status() {
            return response.statusCode();
        }

        public String body() {
            return response.body();
        }

        public JsonObject json() {
            return new JsonObject(response.body());
        }

        /** The problem's stable code; null in an answer that is none. */
        public String code() {
            return json().getString("code");
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        /** The names of all faulty fields. */
        public List<String> faultyFields() {
            return json().getJsonArray("errors").stream()
                    .map(error -> ((JsonObject) error).getString("field"))
                    .toList();
        }

        @Override
        public String toString() {
            return response.statusCode() + " " + response.body();
        }
    }
}
