package io.gavel.stream;

import io.gavel.command.CommandBatch;
import io.gavel.command.CommandOutcomes;
import io.gavel.notification.PersonalRequests.UsersNotified;
import io.gavel.problem.Problem;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Other nodes that write down what they are sent. */
final class RecordedPeers implements Peers {
    static final String SELF = "here";

    final Set<String> members = new HashSet<>(Set.of(SELF, "north", "south"));
    final List<String> announced = new ArrayList<>();
    final List<String> told = new ArrayList<>();
    final List<UsersNotified> notified = new ArrayList<>();
    final List<String> signalled = new ArrayList<>();
    final List<Advance> advances = new ArrayList<>();

    @Override
    public String self() {
        return SELF;
    }

    @Override
    public Set<String> members() {
        return Set.copyOf(members);
    }

    @Override
    public void announce(String nodeId, Announcement announcement) {
        announcement.events().forEach(event -> announced.add(nodeId + " " + event.seq()));
    }

    @Override
    public void tell(String nodeId, Interest interest) {
        told.add(nodeId + (interest.complete() ? " =" : " ") + "+" + interest.open() + "-" + interest.closed());
    }

    @Override
    public void signal(String nodeId, Signal signal) {
        signalled.add(nodeId + " " + signal.json());
    }

    @Override
    public void tellAdvance(Advance advance) {
        advances.add(advance);
    }

    @Override
    public void notifyUsers(UsersNotified users) {
        notified.add(users);
    }

    @Override
    public Future<CommandOutcomes> apply(String nodeId, CommandBatch batch) {
        return Future.failedFuture(Problem.unavailable("nobody is there"));
    }

    @Override
    public void listen(Listener listener) {}
}
