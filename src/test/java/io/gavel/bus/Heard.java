package io.gavel.bus;

import io.gavel.command.CommandBatch;
import io.gavel.command.CommandOutcomes;
import io.gavel.notification.PersonalRequests.UsersNotified;
import io.gavel.stream.Advance;
import io.gavel.stream.Announcement;
import io.gavel.stream.Interest;
import io.gavel.stream.Peers;
import io.gavel.stream.Signal;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Keeps what other nodes sent, and answers batches as it is told to. */
final class Heard implements Peers.Listener {
    final List<Object> all = new CopyOnWriteArrayList<>();
    final Set<@Nullable Context> contexts = ConcurrentHashMap.newKeySet();
    private final Function<CommandBatch, Future<CommandOutcomes>> answer;

    Heard(Function<CommandBatch, Future<CommandOutcomes>> answer) {
        this.answer = answer;
    }

    static Heard answering() {
        return new Heard(batch -> Future.failedFuture("no commands here"));
    }

    @Override
    public void announced(String from, Announcement announcement) {
        keep(from, announcement);
    }

    @Override
    public void told(String from, Interest interest) {
        keep(from, interest);
    }

    @Override
    public void signalled(Signal signal) {
        keep("", signal);
    }

    @Override
    public void advanced(Advance advance) {
        keep("", advance);
    }

    @Override
    public void usersNotified(UsersNotified notified) {
        keep("", notified);
    }

    @Override
    public Future<CommandOutcomes> apply(CommandBatch batch) {
        keep("", batch);
        return answer.apply(batch);
    }

    @Override
    public void membersChanged() {
        keep("", "members changed");
    }

    private void keep(String from, Object heard) {
        all.add(from.isEmpty() ? heard : List.of(from, heard));
        var context = Vertx.currentContext();
        if (context != null) {
            contexts.add(context);
        }
    }
}
