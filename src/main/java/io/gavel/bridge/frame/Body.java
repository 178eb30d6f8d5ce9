package io.gavel.bridge.frame;

import io.gavel.identity.Text;
import io.gavel.identity.UserId;
import io.gavel.problem.Problem;
import java.math.BigInteger;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of a command's body. One that is null is as if absent. All of them throw Problem INVALID_REQUEST. */
record Body(Map<?, ?> fields) {
    /** Shows no field: one may be a token. */
    @Override
    public String toString() {
        return "Body[***]";
    }

    /** A whole number from 1. */
    long id(String field) {
        var id = optionalId(field);
        if (id == null) {
            throw Problem.invalid(field, "takes an integer from 1");
        }
        return id;
    }

    @Nullable
    Long optionalId(String field) {
        var id = integer(field);
        if (id != null && id < 1) {
            throw Problem.invalid(field, "takes an integer from 1");
        }
        return id;
    }

    @Nullable
    String shortText(String field, int longest) {
        var text = text(field);
        if (text != null
                && (text.isEmpty() || text.codePointCount(0, text.length()) > longest || !Text.isStorable(text))) {
            throw Problem.invalid(field, "takes text of 1 to " + longest + " characters");
        }
        return text;
    }

    boolean flag(String field) {
        var given = optionalFlag(field);
        if (given == null) {
            throw Problem.invalid(field, "takes true or false");
        }
        return given;
    }

    @Nullable
    Boolean optionalFlag(String field) {
        var given = fields.get(field);
        if (given == null || given instanceof Boolean) {
            return (Boolean) given;
        }
        throw Problem.invalid(field, "takes true or false");
    }

    boolean has(String field) {
        return fields.get(field) != null;
    }

    String userId(String field) {
        return UserId.of(fields.get(field))
                .orElseThrow(() -> Problem.invalid(field, "takes text of 1 to 128 characters, or an integer"));
    }

    /** Each once, in the order given. */
    List<String> userIds(String field, int most) {
        if (!(fields.get(field) instanceof List<?> given) || given.size() > most) {
            throw Problem.invalid(field, "takes a list of at most " + most + " user ids");
        }
        var ids = new LinkedHashSet<String>();
        given.forEach(id -> ids.add(UserId.of(id).orElseThrow(() -> Problem.invalid(field, "takes user ids"))));
        return List.copyOf(ids);
    }

    /** An integer beyond all longs is beyond all ids and events, and as good as the last long. */
    @Nullable
    Long integer(String field) {
        var given = fields.get(field);
        if (given instanceof Integer || given instanceof Long) {
            return ((Number) given).longValue();
        }
        if (given instanceof BigInteger big) {
            return big.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        if (given == null) {
            return null;
        }
        throw Problem.invalid(field, "takes an integer");
    }

    @Nullable
    String text(String field) {
        var given = fields.get(field);
        if (given == null || given instanceof String) {
            return (String) given;
        }
        throw Problem.invalid(field, "takes text");
    }
}
