package io.gavel.rest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.gavel.RunningNode;
import io.gavel.SharedNode;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A recording of a meeting made for one test, whose file the shared node may have or not. */
record Film(HostedMeeting meeting, long id, Path file) {
    private static final RunningNode NODE = SharedNode.get();
    static final String CONTENT = "0123456789";

    /** A recording whose file is there. */
    static Film there() {
        return named("film.mp4").with(CONTENT);
    }

    /** A recording in a folder of its own, whose file is not there. */
    static Film named(String name) {
        var meeting = HostedMeeting.with().ended();
        var relative = "film-" + meeting.id() + "/" + name;
        var recording = new JsonObject().put("fileUrl", "./public/recordings/" + relative);
        var added = meeting.host().post(meeting.path("/recording"), recording).json();
        return new Film(meeting, added.getLong("id"), folder().resolve(relative));
    }

    /** Where the shared node's recordings are. */
    static Path folder() {
        return NODE.folder().resolve("public/recordings");
    }

    Film with(String content) {
        try {
            Files.createDirectories(file.resolveSibling("."));
            Files.writeString(file, content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String linkPath() {
        return meeting.path("/recording/" + id + "/link");
    }

    String link() {
        return meeting.host().post(linkPath()).json().getString("url");
    }

    /** A link that is right now, made without the node. */
    String freshLink() {
        return link(id, Instant.now().plusSeconds(60));
    }

    /** A link that is right until then. */
    static String link(long id, Instant expires) {
        var seconds = Long.toString(expires.getEpochSecond());
        var key = hmac("super_secret_key_here".getBytes(US_ASCII), "gavel recording links");
        var signature = Base64.getUrlEncoder().withoutPadding().encodeToString(hmac(key, id + "\n" + seconds));
        return "/recordings/" + id + "?expires=" + seconds + "&signature=" + signature;
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static RawHttp.Answer get(String link, String... headers) {
        return RawHttp.ask(NODE, request("GET", link, headers), "");
    }

    static RawHttp.Answer head(String link, String... headers) {
        return RawHttp.head(NODE, request("HEAD", link, headers));
    }

    static String request(String method, String link, String... headers) {
        var more = headers.length == 0 ? "" : "\n" + String.join("\n", headers);
        return method + " " + link + " HTTP/1.1\nHost: localhost\nConnection: close" + more;
    }

    /** The answer's headers that are not the same for every answer of the node. */
    static Map<String, String> headers(RawHttp.Answer answer) {
        var headers = new HashMap<>(answer.headers());
        headers.keySet().removeAll(List.of("x-request-id", "connection", "referrer-policy", "vary"));
        return headers;
    }
}
