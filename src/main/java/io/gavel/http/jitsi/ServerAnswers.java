package io.gavel.http.jitsi;

import io.gavel.http.answer.Problems;
import io.gavel.http.answer.UnreadBodies;
import io.gavel.json.WireJson;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Short answers to servers, each of them counted by what it says; a refusal is counted by its problem in small letters. */
public final class ServerAnswers {
    private final String challenge;
    private final MeterRegistry meters;
    private final String counter;
    private final String tag;
    private final Tags otherTags;

    /**
     * The answers of one kind of caller.
     *
     * @param challenge what {@code WWW-Authenticate} says to who is not known
     * @param counter its name
     * @param tag by which what is said is told apart
     */
    public ServerAnswers(String challenge, MeterRegistry meters, String counter, String tag, String... otherTags) {
        this.challenge = challenge;
        this.meters = meters;
        this.counter = counter;
        this.tag = tag;
        this.otherTags = Tags.of(otherTags);
    }

    /** To be counted from the start: the first of its kind is a rise, not a beginning. */
    public void expect(List<String> said) {
        said.forEach(this::counted);
    }

    private Counter counted(String said) {
        return meters.counter(counter, otherTags.and(tag, said.toLowerCase(Locale.ROOT)));
    }

    public void count(String said) {
        counted(said).increment();
    }

    /** Nothing where it is too late to say anything; else it is counted, and only its answer remains to be written. */
    public Optional<Problem> refusal(RoutingContext context) {
        var response = context.response();
        if (response.closed() || response.ended()) {
            return Optional.empty();
        }
        var problem = Problems.of(context);
        count(problem.code().name());
        UnreadBodies.discard(context);
        if (problem.code() == Code.UNAUTHENTICATED) {
            response.putHeader("WWW-Authenticate", challenge);
        }
        return Optional.of(problem);
    }

    /** Refuses with the problem's detail as the {@code message}. */
    public void refuse(RoutingContext context) {
        refusal(context).ifPresent(problem -> write(context.response(), problem, problem.detail()));
    }

    public static void write(HttpServerResponse response, Problem problem, String message) {
        write(response, problem.code().status(), Map.of("message", message));
    }

    public static void write(HttpServerResponse response, int status, Map<String, Object> body) {
        if (!response.closed()) {
            response.setStatusCode(status)
                    .putHeader("Content-Type", "application/json")
                    .end(WireJson.encode(body));
        }
    }

    public static void writeNothing(HttpServerResponse response) {
        if (!response.closed()) {
            response.setStatusCode(204).end();
        }
    }
}
