package io.gavel.http.request;

import io.gavel.identity.Caller;
import io.gavel.identity.UserId;
import io.gavel.meeting.Repeatable;
import io.gavel.problem.Problem;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A request of one operation, its caller known and its body and parameters checked against the API document. */
public final class ApiRequest {
    /** What {@link RoutingContext#get} keeps the verified caller under. */
    public static final String CALLER = "caller";

    private static final Pattern ID = Pattern.compile("[1-9]\\d{0,17}");
    private static final Pattern VISIBLE_ASCII = Pattern.compile("[!-~]{1,128}");
    /** Possessive: what could be given back would be kept on the stack, tag by tag, until there is no more of it. */
    private static final Pattern ENTITY_TAGS =
            Pattern.compile("(?:W/)?\"[!#-~]*+\"(?:[ \\t]*+,[ \\t]*+(?:W/)?\"[!#-~]*+\")*+");

    private static final Pattern VERSION = Pattern.compile("(?<!W/)\"(\\d{1,9})\"");

    private final RoutingContext context;
    private final JsonObject body;
    private final Map<String, Object> query;
    private final Faults faults;
    private final BodyHash bodyHash;

    ApiRequest(RoutingContext context, JsonObject body, Map<String, Object> query, Faults faults, BodyHash bodyHash) {
        this.context = context;
        this.body = body;
        this.query = query;
        this.faults = faults;
        this.bodyHash = bodyHash;
    }

    public Caller caller() {
        return context.get(CALLER);
    }

    public Fields fields() {
        return new Fields(body, faults);
    }

    public Faults faults() {
        return faults;
    }

    /** A number in the path; whatever is none names nothing, hence NOT_FOUND. */
    public long id() {
        return id("id");
    }

    /** Another number in the path. */
    public long id(String parameter) {
        var id = context.pathParam(parameter);
        if (id == null || !ID.matcher(id).matches()) {
            throw Problem.notFound();
        }
        return Long.parseLong(id);
    }

    /** A user id in the path; whatever is none names nobody, hence NOT_FOUND. */
    public String userId() {
        return UserId.of(context.pathParam("userId")).orElseThrow(Problem::notFound);
    }

    /** Text in the path. */
    public String pathText(String parameter) {
        return Objects.requireNonNullElse(context.pathParam(parameter), "");
    }

    public @Nullable String text(String parameter) {
        return query.get(parameter) instanceof String text && !text.isEmpty() ? text : null;
    }

    public @Nullable Long number(String parameter) {
        return query.get(parameter) instanceof Long number && !faults.has(parameter) ? number : null;
    }

    public long number(String parameter, long otherwise) {
        var number = number(parameter);
        return number == null ? otherwise : number;
    }

    public boolean flag(String parameter) {
        return Boolean.TRUE.equals(query.get(parameter));
    }

    public @Nullable Instant time(String parameter) {
        var text = text(parameter);
        if (text == null || faults.has(parameter)) {
            return null;
        }
        // A plus sign that nobody escaped arrives as a space.
        var time = Times.parse(text.replace(' ', '+'));
        if (time.isEmpty()) {
            faults.add(parameter, Times.TAKES);
        }
        return time.orElse(null);
    }

    /** The mark of a repeatable request, or null when it carries none. */
    public @Nullable Repeatable repeatable() {
        var key = context.request().getHeader("Idempotency-Key");
        if (key == null) {
            return null;
        }
        if (!VISIBLE_ASCII.matcher(key).matches()) {
            faults.add("Idempotency-Key", "takes 1 to 128 visible ASCII characters");
            return null;
        }
        return new Repeatable(key, context.request().method().name(), path(), bodyHash.of(body));
    }

    /** The path without the slash at its end that the router overlooks too. */
    private String path() {
        return context.normalizedPath().replaceFirst("/+$", "");
    }

    /** The versions that {@code If-Match} names, or null when any will do (RFC 9110, 13.1.1; weak tags never match). */
    public @Nullable Set<Integer> ifVersions() {
        // Several lines are one list (RFC 9110, 5.3).
        var lines = context.request().headers().getAll("If-Match");
        var header = String.join(",", lines).trim();
        if (lines.isEmpty() || header.equals("*")) {
            return null;
        }
        if (!ENTITY_TAGS.matcher(header).matches()) {
            faults.add("If-Match", "takes an ETag such as \"3\"");
            return null;
        }
        return Arrays.stream(header.split(","))
                .map(tag -> VERSION.matcher(tag.trim()))
                .filter(version -> version.matches())
                .map(version -> Integer.valueOf(version.group(1)))
                .collect(Collectors.toSet());
    }
}
