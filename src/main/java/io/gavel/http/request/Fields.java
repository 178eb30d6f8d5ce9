package io.gavel.http.request;

import io.gavel.identity.UserId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one body, after its schema was checked. A field with a fault reads as absent, so that the rest can still be
 * judged; null and absent are one.
 */
public final class Fields {
    private final JsonObject body;
    private final Faults faults;

    public Fields(JsonObject body, Faults faults) {
        this.body = body;
        this.faults = faults;
    }

    /** The names that the body gives, with whatever value. */
    public Set<String> given() {
        return Set.copyOf(body.fieldNames());
    }

    public Faults faults() {
        return faults;
    }

    public @Nullable String text(String name) {
        return value(name) instanceof String text ? text : null;
    }

    public boolean flag(String name, boolean otherwise) {
        return value(name) instanceof Boolean flag ? flag : otherwise;
    }

    /** A whole number; 10.0 is one too. */
    public @Nullable Long number(String name) {
        if (!(value(name) instanceof Number number)) {
            return null;
        }
        try {
            return number instanceof BigInteger integer
                    ? integer.longValueExact()
                    : new BigDecimal(number.toString()).longValueExact();
        } catch (ArithmeticException notALong) {
            faults.add(name, "takes a whole number below 2^63");
            return null;
        }
    }

    public @Nullable Integer smallNumber(String name) {
        var number = number(name);
        return number == null ? null : Math.toIntExact(number);
    }

    public @Nullable Instant time(String name) {
        var text = text(name);
        if (text == null) {
            return null;
        }
        var time = Times.parse(text);
        if (time.isEmpty()) {
            faults.add(name, Times.TAKES);
        }
        return time.orElse(null);
    }

    /** User ids as text, each once, in the order given. */
    public List<String> userIds(String name) {
        if (!(value(name) instanceof JsonArray array)) {
            return List.of();
        }
        var ids = new LinkedHashSet<String>();
        for (int i = 0; i < array.size(); i++) {
            UserId.of(array.getValue(i)).ifPresentOrElse(ids::add, () -> faults.add(name, "takes user ids"));
        }
        return new ArrayList<>(ids);
    }

    public @Nullable String userId(String name) {
        var value = value(name);
        if (value == null) {
            return null;
        }
        var id = UserId.of(value);
        if (id.isEmpty()) {
            faults.add(name, "takes a user id");
        }
        return id.orElse(null);
    }

    private @Nullable Object value(String name) {
        return faults.has(name) ? null : body.getValue(name);
    }
}
