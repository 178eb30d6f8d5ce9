package io.gavel.stream;

import io.gavel.notification.PersonalRequests.Personal;
import io.gavel.notification.PersonalRequests.ReadRecent;
import io.gavel.notification.PersonalRequests.Recent;
import io.gavel.notification.PersonalRequests.UsersNotified;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings notifications to the devices of this node as they come, each once. They are read from the list that holds them: at
 * once when somebody says that there are new ones, and every two seconds in case that was lost. Belongs to one event loop.
 */
public final class PersonalStream {
    private static final Logger LOG = LoggerFactory.getLogger(PersonalStream.class);
    private static final Duration PERIOD = Duration.ofSeconds(2);

    private final Timers timers;
    private final Peers peers;
    private final Function<ReadRecent, Future<Recent>> list;
    private final Consumer<Personal> listener;
    private final Devices devices = new Devices();
    private final Set<String> wanted = new HashSet<>();
    private final TreeSet<Long> seen = new TreeSet<>();
    private final LateIds lateIds = new LateIds();
    private Promise<Void> next = Promise.promise();
    private boolean running;
    private boolean scheduled;

    /**
     * A stream that nobody listens to yet.
     *
     * @param listener gets each notification once, for all devices of its user
     */
    public PersonalStream(
            Timers timers, Peers peers, Function<ReadRecent, Future<Recent>> list, Consumer<Personal> listener) {
        this.timers = timers;
        this.peers = peers;
        this.list = list;
        this.listener = listener;
    }

    /**
     * A device wants to hear its user's notifications: those that come from when this completes on, in whose very turn the
     * device must be added. What it completes with ends that, and is harmless afterwards. Problems: UNAVAILABLE.
     */
    public Future<Runnable> register(String userId) {
        schedule();
        return check(Set.of(userId)).map(checked -> devices.add(userId));
    }

    /** This node has committed notifications. */
    public void notified(UsersNotified notified) {
        peers.notifyUsers(notified);
        hinted(notified);
    }

    /** Some node has committed notifications. */
    void hinted(UsersNotified notified) {
        var here = new HashSet<>(notified.userIds());
        here.retainAll(devices.users());
        if (!here.isEmpty()) {
            check(here);
        }
    }

    private void schedule() {
        if (!scheduled) {
            scheduled = true;
            timers.after(PERIOD, this::tick);
        }
    }

    private void tick() {
        scheduled = false;
        if (devices.users().isEmpty() && !running) {
            lateIds.forget();
            return;
        }
        schedule();
        check(devices.users());
    }

    /** Completes with a look at the list that began after now. */
    private Future<Void> check(Collection<String> users) {
        wanted.addAll(users);
        var checked = next.future();
        if (!running) {
            run();
        }
        return checked;
    }

    private void run() {
        running = true;
        var users = Set.copyOf(wanted);
        var round = next;
        wanted.clear();
        next = Promise.promise();
        look(users, timers.nanos()).onComplete((done, failure) -> {
            running = false;
            if (!wanted.isEmpty()) {
                run();
            }
            if (failure == null) {
                round.complete();
            } else {
                LOG.debug("notifications could not be read: {}", failure.getMessage());
                round.fail(failure);
            }
        });
    }

    private Future<Void> look(Set<String> users, long began) {
        if (!lateIds.areKnown()) {
            return list.apply(new ReadRecent(List.of(), Long.MAX_VALUE)).compose(nothing -> {
                lateIds.startAt(nothing.newestId());
                return look(users, began);
            });
        }
        return read(List.copyOf(users), lateIds.after())
                .onSuccess(newestId -> {
                    if (users.containsAll(devices.users())) {
                        lateIds.looked(began, timers.nanos(), newestId);
                        seen.headSet(lateIds.after(), true).clear();
                    }
                })
                .mapEmpty();
    }

    /** Page by page; the highest id is that of the first page, for what comes later may be missing in it. */
    private Future<Long> read(List<String> users, long after) {
        return list.apply(new ReadRecent(users, after)).compose(recent -> {
            var items = recent.items();
            items.forEach(this::take);
            return items.size() < ReadRecent.MOST
                    ? Future.succeededFuture(recent.newestId())
                    : read(users, items.get(items.size() - 1).id()).map(recent.newestId());
        });
    }

    /** What is found for a user without devices here was there before the first of them. */
    private void take(Personal notification) {
        if (seen.add(notification.id()) && devices.users().contains(notification.userId())) {
            listener.accept(notification);
        }
    }
}
