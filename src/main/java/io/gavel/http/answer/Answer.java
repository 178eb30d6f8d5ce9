package io.gavel.http.answer;

import io.gavel.meeting.Meeting;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A successful answer.
 *
 * @param body written as JSON; null for none
 */
public record Answer(int status, @Nullable Object body, Map<String, String> headers) {
    public static Answer ok(Object body) {
        return new Answer(200, body, Map.of());
    }

    /** A meeting, or what holds one, with its version as the entity tag. */
    public static Answer versioned(int status, Object body, Meeting meeting) {
        return new Answer(status, body, Map.of("ETag", "\"" + meeting.version() + "\""));
    }

    public static Answer created(Object body) {
        return new Answer(201, body, Map.of());
    }

    public static Answer nothing() {
        return new Answer(204, null, Map.of());
    }

    public Answer location(String path) {
        var more = new HashMap<>(headers);
        more.put("Location", path);
        return new Answer(status, body, Map.copyOf(more));
    }
}
