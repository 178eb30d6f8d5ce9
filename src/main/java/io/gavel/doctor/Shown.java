package io.gavel.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** A claim's value inside a sentence. */
final class Shown {
    private static final int LONGEST = 80;

    private Shown() {}

    /** As JSON, and no more than its beginning: an answer never repeats a whole token. */
    static String json(JsonNode value) {
        var text = value.toString();
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    static String text(String text) {
        return json(TextNode.valueOf(text));
    }
}
