package io.gavel.http.recording;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.gavel.http.jitsi.Form;
import io.gavel.problem.Problem;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads of an object those fields alone that are wanted. The rest is skipped, whatever there is in it: of a great meeting it is
 * megabytes of people, each with what its own page has sent.
 */
final class MetadataReader {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final JsonParser parser;
    private final Set<String> wanted;

    private MetadataReader(JsonParser parser, Set<String> wanted) {
        this.parser = parser;
        this.wanted = wanted;
    }

    /**
     * The object with what is wanted of it, and of the objects in that. Fails with INVALID_REQUEST for what is no JSON object in
     * UTF-8, and for a wanted field that is there twice: two readers would take different ones.
     */
    static JsonObject read(byte[] bytes, Set<String> wanted) {
        // Not the parser's own reading of bytes: it would guess at UTF-16 and UTF-32.
        var text = new InputStreamReader(new ByteArrayInputStream(bytes), UTF_8.newDecoder());
        try (var parser = FACTORY.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw noObject();
            }
            var object = new MetadataReader(parser, wanted).object();
            if (parser.nextToken() != null) {
                throw noObject();
            }
            return object;
        } catch (CharacterCodingException | JsonProcessingException unreadable) {
            throw noObject();
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
    }

    private static Problem noObject() {
        return Form.invalid("the metadata is one JSON object in UTF-8");
    }

    private JsonObject object() throws IOException {
        var object = new JsonObject();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var name = parser.currentName();
            var token = parser.nextToken();
            if (!wanted.contains(name)) {
                parser.skipChildren();
            } else if (object.containsKey(name)) {
                throw Problem.invalid(name, "is given more than once");
            } else {
                object.put(name, value(token));
            }
        }
        return object;
    }

    /** Nothing that is wanted is a list; of one it is known that it was there. */
    private @Nullable Object value(JsonToken token) throws IOException {
        if (token == JsonToken.START_OBJECT) {
            return object();
        }
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (token.isNumeric()) {
            return parser.getNumberValue();
        }
        parser.skipChildren();
        return token == JsonToken.START_ARRAY ? new JsonArray() : parser.getText();
    }
}
