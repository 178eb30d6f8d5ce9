package io.gavel.http.request;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.gavel.identity.Text;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * JSON objects from outside, taken strictly: UTF-8 alone, no duplicate key, no more than 32 levels, no NUL and no half a
 * surrogate pair. A fault names the body's own field in which it lies. Integers stay integers.
 */
public final class BodyJson {
    private static final int DEEPEST = 32;
    private static final int MOST_ITEMS = 5000;
    private static final int MOST_FIELDS = 100;
    private static final String WHOLE_BODY = "";
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(400)
                    .maxNestingDepth(1000)
                    .build())
            .build();

    private final JsonParser parser;
    private final Faults faults;

    private BodyJson(JsonParser parser, Faults faults) {
        this.parser = parser;
        this.faults = faults;
    }

    /** The object, or empty when it cannot be read at all; every fault is added to {@code faults}. */
    public static Optional<JsonObject> read(byte[] bytes, Faults faults) {
        try (var parser = FACTORY.createParser(decode(bytes))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                faults.add(WHOLE_BODY, "takes a JSON object");
                return Optional.empty();
            }
            var object = new BodyJson(parser, faults).object(null);
            if (parser.nextToken() != null) {
                faults.add(WHOLE_BODY, "takes one JSON object and nothing after it");
            }
            return Optional.of(object);
        } catch (CharacterCodingException notUtf8) {
            faults.add(WHOLE_BODY, "takes JSON in UTF-8");
        } catch (TooDeep tooDeep) {
            faults.add(tooDeep.field, "takes no more than " + DEEPEST + " levels");
        } catch (JsonProcessingException notJson) {
            faults.add(WHOLE_BODY, breakingPoint(notJson));
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
        return Optional.empty();
    }

    private static String breakingPoint(JsonProcessingException notJson) {
        var at = notJson.getLocation();
        return at == null
                ? "takes JSON"
                : "takes JSON; it breaks in line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
    }

    /** Strictly, and before the parser: it would guess at UTF-16 and UTF-32. */
    private static String decode(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    private JsonObject object(@Nullable String field) throws IOException {
        var object = new JsonObject();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var key = parser.currentName();
            // The fields that nobody reads are told as one: of 64 KiB, thousands could be faulty.
            var own = object.size() < MOST_FIELDS ? key : WHOLE_BODY;
            var within = field == null ? own : field;
            if (object.containsKey(key)) {
                faults.add(within, "is given more than once");
            }
            requireStorable(key, within);
            var value = value(parser.nextToken(), within);
            if (object.size() < MOST_FIELDS) {
                object.put(key, value);
            } else {
                faults.add(WHOLE_BODY, "takes no more than " + MOST_FIELDS + " fields");
            }
        }
        return object;
    }

    private JsonArray array(String field) throws IOException {
        var array = new JsonArray();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            var value = value(parser.currentToken(), field);
            if (array.size() < MOST_ITEMS) {
                array.add(value);
            } else {
                faults.add(field, "takes no more than " + MOST_ITEMS + " items");
            }
        }
        return array;
    }

    private @Nullable Object value(JsonToken token, String field) throws IOException {
        return switch (token) {
            case START_OBJECT -> {
                requireLevel(field);
                yield object(field);
            }
            case START_ARRAY -> {
                requireLevel(field);
                yield array(field);
            }
            case VALUE_STRING -> {
                requireStorable(parser.getText(), field);
                yield parser.getText();
            }
            case VALUE_NUMBER_INT -> parser.getNumberValue();
            case VALUE_NUMBER_FLOAT -> finite(parser.getDoubleValue(), field);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new IllegalStateException("no JSON value: " + token);
        };
    }

    /** Doubles, not decimals: the validator's arithmetic on 1E+999999 would take minutes. */
    private Double finite(double number, String field) {
        if (Double.isInfinite(number)) {
            faults.add(field, "takes a number that fits into 64 bits");
            return 0.0;
        }
        return number;
    }

    private void requireLevel(String field) throws TooDeep {
        if (parser.getParsingContext().getNestingDepth() > DEEPEST) {
            throw new TooDeep(field);
        }
    }

    private void requireStorable(String text, String field) {
        if (!Text.isStorable(text)) {
            faults.add(field, "takes text without NUL and without half a surrogate pair");
        }
    }

    private static final class TooDeep extends IOException {
        private final String field;

        TooDeep(String field) {
            this.field = field;
        }
    }
}
