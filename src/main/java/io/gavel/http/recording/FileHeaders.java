package io.gavel.http.recording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Map.entry;

import io.gavel.meeting.Recording;
import io.vertx.core.http.HttpServerResponse;
import java.net.URLEncoder;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What browsers are told of a recording's file. */
final class FileHeaders {
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** By the end of the file's name; nothing else is ever served, let alone run by a browser. */
    private static final Map<String, String> TYPES = Map.ofEntries(
            entry("mp4", "video/mp4"),
            entry("m4v", "video/mp4"),
            entry("webm", "video/webm"),
            entry("mkv", "video/x-matroska"),
            entry("mov", "video/quicktime"),
            entry("mp3", "audio/mpeg"),
            entry("m4a", "audio/mp4"),
            entry("ogg", "audio/ogg"),
            entry("opus", "audio/ogg"),
            entry("wav", "audio/wav"));

    /** What a browser makes up around a film that is opened by itself: the film, and how it looks. */
    private static final String POLICY = "sandbox; default-src 'none'; media-src 'self'; style-src 'unsafe-inline'";

    private FileHeaders() {}

    static void put(HttpServerResponse response, RecordingFile file, Recording recording) {
        var fileUrl = recording.fileUrl();
        var name = Objects.requireNonNullElse(recording.fileName(), fileUrl.substring(fileUrl.lastIndexOf('/') + 1));
        type(fileUrl).ifPresent(type -> response.putHeader("Content-Type", type));
        response.putHeader("Content-Disposition", disposition(name))
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("Accept-Ranges", "bytes")
                .putHeader("ETag", file.tag())
                .putHeader("Last-Modified", HTTP_DATE.format(file.modified()));
    }

    /** Whether the name's end says that it is a film, or its sound. */
    static boolean isMedia(String path) {
        return type(path).isPresent();
    }

    private static Optional<String> type(String path) {
        var end = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return Optional.ofNullable(TYPES.get(end));
    }

    /** The name in plain characters for those who do not know the other form (RFC 6266, 4.3). */
    private static String disposition(String name) {
        var plain = name.replaceAll("[^A-Za-z0-9._-]", "_");
        var encoded = URLEncoder.encode(name, UTF_8).replace("+", "%20").replace("*", "%2A");
        return "inline; filename=\"" + plain + "\"; filename*=UTF-8''" + encoded;
    }
}
