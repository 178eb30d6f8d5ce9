package io.gavel.stream;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the sessions of those who did not come back. Every node reaps; the database sees to it that each session ends once.
 *
 * <p>It judges only after the database has answered it for some time without a break: while the database was away, no node
 * could renew its lease and nobody could come back.
 */
public final class Reaper {
    private static final Logger LOG = LoggerFactory.getLogger(Reaper.class);
    private static final int MEETINGS_AT_ONCE = 4;

    private final Ghosts ghosts;
    private final Timers timers;
    private final SessionTimes times;
    private final DoubleSupplier random;
    private @Nullable Long answeringSince;
    private long lastAnswer;
    private Runnable cancel = () -> {};
    private Future<?> round = Future.succeededFuture();
    private Future<Void> endings = Future.succeededFuture();
    private boolean stopped;

    /**
     * A reaper that rests.
     *
     * @param random gives numbers from 0 to 1, so that nodes do not march in step
     */
    public Reaper(Ghosts ghosts, Timers timers, SessionTimes times, DoubleSupplier random) {
        this.ghosts = ghosts;
        this.timers = timers;
        this.times = times;
        this.random = random;
    }

    /** Looks again and again. */
    public void start() {
        schedule();
    }

    /** Ends when what runs has come to a halt. */
    public Future<Void> stop() {
        stopped = true;
        cancel.run();
        return round.otherwiseEmpty().compose(done -> endings);
    }

    private void schedule() {
        if (!stopped) {
            var millis = times.reapEvery().toMillis() * (0.75 + random.getAsDouble() / 2);
            cancel = timers.after(Duration.ofMillis((long) millis), this::run);
        }
    }

    private void run() {
        round = look().onFailure(this::unanswered).onComplete(done -> schedule());
    }

    /** A meeting that keeps its turn for long holds up neither the next look nor the judgement of leases. */
    private Future<Void> look() {
        return ghosts.meetingsWithGhosts().compose(meetings -> {
            answered();
            if (hasAnsweredFor(times.grace()) && endings.isComplete()) {
                endings = end(meetings);
            }
            return hasAnsweredFor(times.leasePatience())
                    ? ghosts.loseSessionsOfDeadNodes()
                    : Future.<Void>succeededFuture();
        });
    }

    /** Some at once: a node that dies leaves ghosts in many meetings. */
    private Future<Void> end(List<Long> meetings) {
        var next = meetings.iterator();
        var lanes = IntStream.range(0, MEETINGS_AT_ONCE)
                .mapToObj(lane -> endNext(next))
                .toList();
        Future<Void> all = Future.succeededFuture();
        for (var lane : lanes) {
            all = all.compose(done -> lane);
        }
        return all;
    }

    private Future<Void> endNext(Iterator<Long> meetings) {
        if (stopped || !meetings.hasNext()) {
            return Future.succeededFuture();
        }
        var meetingId = meetings.next();
        return ghosts.end(meetingId)
                .otherwise(failure -> {
                    LOG.warn("the ghosts of meeting {} stay for now: {}", meetingId, failure.getMessage());
                    return null;
                })
                .compose(ended -> endNext(meetings));
    }

    /** A silence counts as a break too, whether the database was away or this node stood still. */
    private void answered() {
        var now = timers.nanos();
        if (answeringSince == null || now - lastAnswer > times.longestSilence().toNanos()) {
            answeringSince = now;
        }
        lastAnswer = now;
    }

    private void unanswered(Throwable failure) {
        LOG.debug("the database did not answer the reaper: {}", failure.getMessage());
        answeringSince = null;
    }

    private boolean hasAnsweredFor(Duration time) {
        return answeringSince != null && timers.nanos() - answeringSince >= time.toNanos();
    }
}
