package io.gavel.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Records to JSON and back; times are RFC 3339 in UTC with exactly three digits of a second. */
public final class WireJson {
    private static final DateTimeFormatter MILLISECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new SimpleModule().addSerializer(Instant.class, new InstantSerializer()))
            .build();

    private WireJson() {}

    /** A formatter of a pattern takes several times as long, and a list's answer has sixty times in it. */
    public static String time(Instant instant) {
        var at = instant.atOffset(ZoneOffset.UTC);
        if (at.getYear() < 0 || at.getYear() > 9999) {
            return MILLISECONDS.format(instant);
        }
        var text = new StringBuilder("0000-00-00T00:00:00.000Z");
        put(text, 4, at.getYear());
        put(text, 7, at.getMonthValue());
        put(text, 10, at.getDayOfMonth());
        put(text, 13, at.getHour());
        put(text, 16, at.getMinute());
        put(text, 19, at.getSecond());
        put(text, 23, at.getNano() / 1_000_000);
        return text.toString();
    }

    /** Writes a number's digits so that they end before this place. */
    private static void put(StringBuilder text, int end, int number) {
        for (int place = end - 1, rest = number; rest > 0; place--, rest /= 10) {
            text.setCharAt(place, (char) ('0' + rest % 10));
        }
    }

    public static String encode(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(value.getClass() + " cannot be written as JSON", e);
        }
    }

    /** As {@link #encode}, to be changed before it is written. */
    public static ObjectNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** Reads what {@link #encode} or PostgreSQL wrote; not for input from outside. */
    public static <T> T decode(String json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("stored JSON is no " + type, e);
        }
    }

    /** Reads what {@link #encode} wrote on a node that may be newer: fields that the type does not know are left out. */
    public static <T> T decodeKnown(String json, Class<T> type) {
        try {
            var known = MAPPER.readerFor(type)
                    .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .<@Nullable T>readValue(json);
            return Objects.requireNonNull(known, "null is no value");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("JSON is no " + type, e);
        }
    }

    public static Map<String, Object> decodeObject(String json) {
        try {
            return MAPPER.readValue(json, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("stored JSON is no object", e);
        }
    }

    private static final class InstantSerializer extends StdSerializer<Instant> {
        InstantSerializer() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant value, JsonGenerator generator, SerializerProvider provider) throws IOException {
            generator.writeString(time(value));
        }
    }
}
