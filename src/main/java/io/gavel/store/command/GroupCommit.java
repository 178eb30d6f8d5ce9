package io.gavel.store.command;

import io.gavel.command.CommandBatch;
import io.gavel.command.CommandOutcomes;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Has what is ready of several meetings applied in one transaction: what comes while it runs is the next one, so the busier a
 * node, the fewer its commits. A meeting that somebody else holds waits for its lock by itself, and keeps nobody. Belongs to
 * one event loop.
 */
public final class GroupCommit implements CommandQueue.Application {
    private static final int MOST_COMMANDS = 256;

    private static final int MOST_AT_ONCE = 2;

    /** With fewer, two transactions side by side would only be smaller than one after the other. */
    private static final int ENOUGH_FOR_ANOTHER = 32;

    private final Commands commands;
    private final Consumer<Runnable> soon;
    private final Deque<Waiting> ready = new ArrayDeque<>();
    private int readyCommands;
    private int running;
    private boolean beginning;

    /** @param soon runs after what is on its way to this event loop already */
    public GroupCommit(Commands commands, Consumer<Runnable> soon) {
        this.commands = commands;
        this.soon = soon;
    }

    @Override
    public Future<List<CommandOutcomes>> apply(long meetingId, List<CommandBatch> batches) {
        var waiting = new Waiting(new Docket(meetingId, batches), Promise.promise());
        ready.add(waiting);
        readyCommands += waiting.docket().size();
        beginSoon();
        return waiting.outcomes().future();
    }

    private void beginSoon() {
        if (!beginning && mayBegin()) {
            beginning = true;
            soon.accept(() -> {
                beginning = false;
                begin(next());
                beginSoon();
            });
        }
    }

    private boolean mayBegin() {
        return running == 0 ? !ready.isEmpty() : running < MOST_AT_ONCE && readyCommands >= ENOUGH_FOR_ANOTHER;
    }

    /** Whole dockets, the first one whatever its size. */
    private List<Waiting> next() {
        var group = new ArrayList<Waiting>();
        var size = 0;
        while (!ready.isEmpty()) {
            int more = ready.element().docket().size();
            if (!group.isEmpty() && size + more > MOST_COMMANDS) {
                break;
            }
            size += more;
            group.add(ready.remove());
        }
        readyCommands -= size;
        return group;
    }

    private void begin(List<Waiting> group) {
        running++;
        commands.applyFree(group.stream().map(Waiting::docket).toList()).onComplete((outcomes, failure) -> {
            running--;
            if (failure != null) {
                failed(group, failure);
            } else {
                applied(group, outcomes);
            }
            beginSoon();
        });
    }

    private void applied(List<Waiting> group, List<Optional<List<CommandOutcomes>>> outcomes) {
        for (int i = 0; i < group.size(); i++) {
            var waiting = group.get(i);
            outcomes.get(i).ifPresentOrElse(waiting.outcomes()::complete, () -> applyAlone(waiting));
        }
    }

    /** One that the database refuses does not take the others with it; what may be in effect is not applied again. */
    private void failed(List<Waiting> group, Throwable failure) {
        if (CommandQueue.isAway(failure) || group.size() == 1) {
            group.forEach(waiting -> waiting.outcomes().fail(failure));
        } else {
            group.forEach(this::applyAlone);
        }
    }

    private void applyAlone(Waiting waiting) {
        commands.applyInTurn(waiting.docket()).onComplete(waiting.outcomes());
    }

    private record Waiting(Docket docket, Promise<List<CommandOutcomes>> outcomes) {}
}
