package io.gavel.stream;

import io.gavel.command.CommandBatch;
import io.gavel.command.CommandOutcome;
import io.gavel.command.CommandOutcomes;
import io.gavel.notification.PersonalRequests.UsersNotified;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Nodes that apply batches when the test says so; the outcome of command 17 is seq 17. */
final class SlowNodes implements Peers {
    final Set<String> members = new TreeSet<>();
    final Deque<Sent> sent = new ArrayDeque<>();
    final List<Sent> history = new ArrayList<>();
    private final String self;

    SlowNodes(String self, String other) {
        this.self = self;
        members.addAll(List.of(self, other));
    }

    record Sent(String node, CommandBatch batch, Promise<CommandOutcomes> outcomes) {}

    Future<CommandOutcomes> applyHere(CommandBatch batch) {
        return apply(self, batch);
    }

    /** The oldest batch that waits is applied. */
    void answer() {
        var oldest = sent.remove();
        oldest.outcomes()
                .complete(new CommandOutcomes(oldest.batch().commands().stream()
                        .map(command -> CommandOutcome.done(Long.valueOf(String.valueOf(command.clientEventId()))))
                        .toList()));
    }

    void answerAll() {
        while (!sent.isEmpty()) {
            answer();
        }
    }

    void fail() {
        sent.remove().outcomes().fail("no answer");
    }

    @Override
    public String self() {
        return self;
    }

    @Override
    public Set<String> members() {
        return Set.copyOf(members);
    }

    @Override
    public Future<CommandOutcomes> apply(String nodeId, CommandBatch batch) {
        var one = new Sent(nodeId, batch, Promise.promise());
        sent.add(one);
        history.add(one);
        return one.outcomes().future();
    }

    @Override
    public void announce(String nodeId, Announcement announcement) {}

    @Override
    public void tell(String nodeId, Interest interest) {}

    @Override
    public void signal(String nodeId, Signal signal) {}

    @Override
    public void tellAdvance(Advance advance) {}

    @Override
    public void notifyUsers(UsersNotified notified) {}

    @Override
    public void listen(Listener listener) {}
}
