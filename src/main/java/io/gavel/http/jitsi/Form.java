package io.gavel.http.jitsi;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** A form's fields, each of them once: {@code application/x-www-form-urlencoded} in UTF-8, taken by its word. */
public record Form(Map<String, String> fields) {
    /** The longest names that XMPP has, each byte as three, with room to spare. */
    public static final int MOST_BYTES = 16 * 1024;

    public Form {
        fields = Map.copyOf(fields);
    }

    /** Fails with INVALID_REQUEST for what is no form, or has a field twice or one that is not known. */
    public static Form read(Buffer body, Set<String> known) {
        var fields = new HashMap<String, String>();
        for (var pair : body.toString(ISO_8859_1).split("&", -1)) {
            var equals = pair.indexOf('=');
            if (equals < 1) {
                throw invalid("a form has names, each with = and a value");
            }
            var name = decode(pair.substring(0, equals));
            if (!known.contains(name)) {
                throw invalid("the form has a field that is not known here");
            }
            if (fields.put(name, decode(pair.substring(equals + 1))) != null) {
                throw invalid("the form has the field " + name + " twice");
            }
        }
        return new Form(fields);
    }

    /** The field's value, which is not blank. */
    public String require(String name) {
        var value = fields.get(name);
        if (value == null || value.isBlank()) {
            throw invalid("the form lacks the field " + name);
        }
        return value;
    }

    public String orEmpty(String name) {
        return fields.getOrDefault(name, "");
    }

    private static String decode(String encoded) {
        var bytes = new ByteArrayOutputStream(encoded.length());
        for (var i = 0; i < encoded.length(); i++) {
            var next = encoded.charAt(i);
            if (next == '%') {
                bytes.write(hex(encoded, i + 1) * 16 + hex(encoded, i + 2));
                i += 2;
            } else {
                bytes.write(next == '+' ? ' ' : next);
            }
        }
        return text(bytes.toByteArray());
    }

    private static int hex(String encoded, int at) {
        var digit = at < encoded.length() ? Character.digit(encoded.charAt(at), 16) : -1;
        if (digit < 0) {
            throw invalid("the form has a percent sign without two hexadecimal digits");
        }
        return digit;
    }

    private static String text(byte[] bytes) {
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (text.chars().anyMatch(Character::isISOControl)) {
                throw invalid("the form has control characters");
            }
            return text;
        } catch (CharacterCodingException notUtf8) {
            throw invalid("the form is not in UTF-8");
        }
    }

    public static Problem invalid(String detail) {
        return new Problem(Code.INVALID_REQUEST, detail);
    }
}
