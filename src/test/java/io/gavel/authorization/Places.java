package io.gavel.authorization;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gavel.User;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;

/** What the words in braces stand for on one stage. */
final class Places {
    private final Cast cast;
    private final Stage stage;

    Places(Cast cast, Stage stage) {
        this.cast = cast;
        this.stage = stage;
    }

    /** For the one who asks in this role. */
    String value(String word, Role role) {
        return switch (word) {
            case "meeting" -> Long.toString(stage.meetingId());
            case "room" -> stage.room();
            case "recording" -> Long.toString(stage.recordingId());
            case "conversation" -> Long.toString(stage.conversationId());
            case "message" -> Long.toString(stage.messageOf(Role.HOST));
            case "ownMessage" -> Long.toString(stage.messageOf(role));
            case "self" -> cast.user(role).id();
            case "token" -> cast.user(role).token();
            case "host" -> cast.user(Role.HOST).id();
            case "bystander" -> cast.bystander().id();
            case "bystanderToken" -> cast.bystander().token();
            case "unknown" -> "unknown-" + UUID.randomUUID();
            case "notification" -> newestNotification(cast.bystander());
            case "ownNotification" -> newestNotification(invited(role.isNobody() ? cast.bystander() : cast.user(role)));
            case "reservation" -> reservation();
            case "link" -> link();
            case "forgedLink" -> link().replaceFirst("/\\d+", "/1");
            case "film" -> film();
            case "thumb" -> "%F0%9F%91%8D";
            case "now" -> Long.toString(Instant.now().getEpochSecond());
            case "key" -> digest(OpenNode.KEY_ID);
            case "consoleFile" -> "console.js";
            case "clientFile" -> "gavel-client.js";
            case "docsFile" -> "docs.js";
            case "uiFile" -> "swagger-ui.css";
            default -> throw new AssertionError("nothing is called {" + word + "}");
        };
    }

    /** Below the folder of recordings. */
    String film() {
        return "meeting-" + stage.meetingId() + "/film.mp4";
    }

    private static String newestNotification(User user) {
        var list = Stage.require(user.get("/api/notification/list"), 200).json().getJsonArray("items");
        return Long.toString(list.getJsonObject(0).getLong("id"));
    }

    /** The user, with one more invitation. */
    private User invited(User user) {
        var inviter = user.id().equals(cast.user(Role.HOST).id()) ? cast.user(Role.STRANGER) : cast.user(Role.HOST);
        inviter.createMeeting(
                new JsonObject().put("title", "Another").put("participantUserIds", JsonArray.of(user.id())));
        return user;
    }

    private String reservation() {
        var answer = cast.user(Role.RESERVATIONS)
                .send(
                        "POST",
                        "/jitsi/conference",
                        "mail_owner=ada&name=" + stage.room(),
                        "Content-Type",
                        "application/x-www-form-urlencoded");
        return Stage.require(answer, 200).json().getString("id");
    }

    /** The Host's link to a file that is there. */
    private String link() {
        try {
            var file = cast.node().folder().resolve("public/recordings").resolve(film());
            Files.createDirectories(file.resolveSibling("."));
            Files.writeString(file, "0123456789");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var path = stage.path("/recording/" + stage.recordingId() + "/link");
        return Stage.require(cast.user(Role.HOST).post(path), 201).json().getString("url");
    }

    private static String digest(String keyId) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(keyId.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
