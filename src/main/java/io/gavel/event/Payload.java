package io.gavel.event;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of an event in the order in which they are written. */
final class Payload {
    private Payload() {}

    /** Names and values in turn. */
    @SuppressWarnings("NullAway") // JSON's null: "reason": null is part of the payload
    static Map<String, Object> of(@Nullable Object... namesAndValues) {
        var payload = new LinkedHashMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            payload.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return payload;
    }
}
