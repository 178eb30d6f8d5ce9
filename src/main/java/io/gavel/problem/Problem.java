package io.gavel.problem;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An expected failure: the one answer to one thing that went wrong. It carries no stack trace and is never logged above
 * debug; whatever else fails is a defect and becomes {@link Code#INTERNAL} where it is caught.
 */
public final class Problem extends RuntimeException {
    private final Code code;
    private final List<Fault> faults;
    private final Map<String, String> members;
    private final @Nullable Duration retryAfter;

    public Problem(Code code, String detail) {
        this(code, detail, List.of(), Map.of(), null);
    }

    private Problem(
            Code code, String detail, List<Fault> faults, Map<String, String> members, @Nullable Duration retryAfter) {
        super(detail, null, false, false);
        this.code = code;
        this.faults = List.copyOf(faults);
        this.members = Map.copyOf(members);
        this.retryAfter = retryAfter;
    }

    /** A request with faulty fields, all of them named. */
    public static Problem invalid(List<Fault> faults) {
        var detail = faults.size() == 1
                ? faults.get(0).field() + ": " + faults.get(0).message()
                : faults.size() + " fields are not valid";
        return new Problem(Code.INVALID_REQUEST, detail, faults, Map.of(), null);
    }

    public static Problem invalid(String field, String message) {
        return invalid(List.of(new Fault(field, message)));
    }

    /** What the caller may not know of, or what is not there: the same answer for both. */
    public static Problem notFound() {
        return new Problem(Code.NOT_FOUND, "there is nothing here that you may see");
    }

    /** A dependency is away; the same request may succeed in a moment. */
    public static Problem unavailable(String detail) {
        return new Problem(Code.UNAVAILABLE, detail).retryAfter(Duration.ofSeconds(1));
    }

    /** The same problem with one more member of its own in the answer, such as {@code meetingStatus}. */
    public Problem with(String member, String value) {
        var more = new LinkedHashMap<>(members);
        more.put(member, value);
        return new Problem(code, detail(), faults, more, retryAfter);
    }

    /** The same problem, telling when another try makes sense. */
    public Problem retryAfter(Duration wait) {
        return new Problem(code, detail(), faults, members, wait);
    }

    public Code code() {
        return code;
    }

    public String detail() {
        var message = getMessage();
        return message == null ? code.title() : message;
    }

    public List<Fault> faults() {
        return faults;
    }

    public Map<String, String> members() {
        return members;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
