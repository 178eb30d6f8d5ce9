package io.gavel.json;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;

/** JSON that PostgreSQL has written just as it goes to the wire: nothing is gained by taking it apart on the way. */
public record RawJson(@JsonValue @JsonRawValue String text) {
    @JsonCreator
    static RawJson of(JsonNode json) {
        return new RawJson(json.toString());
    }
}
