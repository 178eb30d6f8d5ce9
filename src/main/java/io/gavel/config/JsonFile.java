package io.gavel.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.gavel.config.Variable.Kind;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The configuration file: one JSON object whose keys are the variables' names. Faults name lines and keys, never the
 * text of a value: what Jackson says of a malformed file may repeat a secret.
 */
final class JsonFile {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String FORM = "one JSON object whose keys are variables, each once";

    private final String name;
    private final Faults faults;
    private final Map<Variable, String> values = Layer.none();
    private final Set<String> seen = new HashSet<>();

    private JsonFile(String name, Faults faults) {
        this.name = name;
        this.faults = faults;
    }

    /** Reads the file; what is malformed or unknown becomes a fault, and the rest counts. */
    static Layer read(Path file, String name, Faults faults) {
        var json = new JsonFile(name, faults);
        try {
            json.read(Files.readAllBytes(file));
        } catch (IOException unreadable) {
            faults.add(name, "a file that cannot be read", "a readable JSON file");
        }
        return new Layer(name, json.values);
    }

    private void read(byte[] content) throws IOException {
        try (var parser = JSON.createParser(content)) {
            try {
                document(parser);
            } catch (IOException malformed) {
                malformed(parser);
            }
        }
    }

    private void document(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            malformed(parser);
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var line = parser.currentTokenLocation().getLineNr();
            var key = parser.currentName();
            parser.nextToken();
            member(key, line, value(parser));
        }
        if (parser.nextToken() != null) {
            malformed(parser);
        }
    }

    private void malformed(JsonParser parser) {
        faults.add(at(parser.currentLocation().getLineNr()), "what is not JSON", FORM);
    }

    private String at(int line) {
        return name + ", line " + line;
    }

    /**
     * A member's value.
     *
     * @param type what it is, in words
     * @param kinds the kinds of variables that take it
     */
    private record Value(String type, Set<Kind> kinds, String text) {}

    private void member(String key, int line, Value value) {
        var variable = Variable.of(key);
        if (variable.isEmpty()) {
            faults.add(at(line), "the unknown key " + Shown.quoted(key) + Slip.suggestion(key), FORM);
        } else if (!seen.add(key)) {
            faults.add(at(line), "the key " + key + " again", FORM);
        } else if (!value.kinds.contains(variable.get().kind())) {
            faults.add(key, value.type + " (" + at(line) + ")", variable.get().takes());
        } else {
            values.put(variable.get(), value.text);
        }
    }

    private static Value value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> new Value("an object", EnumSet.of(Kind.JSON), object(parser));
            case START_ARRAY -> array(parser);
            case VALUE_NULL -> new Value("null", EnumSet.noneOf(Kind.class), "");
            default -> new Value("a plain value", EnumSet.allOf(Kind.class), parser.getText());
        };
    }

    /** The object as it stands, repeats included: its own reader refuses those. */
    private static String object(JsonParser parser) throws IOException {
        var text = new StringWriter();
        try (var generator = JSON.createGenerator(text)) {
            generator.copyCurrentStructure(parser);
        }
        return text.toString();
    }

    private static Value array(JsonParser parser) throws IOException {
        var items = new ArrayList<String>();
        var strings = true;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            strings &= parser.currentToken() == JsonToken.VALUE_STRING;
            items.add(parser.getText());
            parser.skipChildren();
        }
        return strings
                ? new Value("an array", EnumSet.of(Kind.LIST), String.join(",", items))
                : new Value("an array of other things than strings", EnumSet.noneOf(Kind.class), "");
    }
}
