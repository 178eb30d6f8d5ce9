package io.gavel.identity;

import java.math.BigInteger;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rule of user ids: text of 1 to 128 characters, which JSON may also give as an integer. */
public final class UserId {
    public static final int LONGEST = 128;

    private UserId() {}

    /** The id as text, or empty where the JSON value is none: 123 and "123" are the same user. */
    public static Optional<String> of(@Nullable Object json) {
        if (json instanceof Integer || json instanceof Long || json instanceof BigInteger) {
            return text(json.toString());
        }
        return json instanceof String text ? text(text) : Optional.empty();
    }

    private static Optional<String> text(String id) {
        var length = id.codePointCount(0, id.length());
        return length >= 1 && length <= LONGEST && Text.isStorable(id) ? Optional.of(id) : Optional.empty();
    }
}
