package io.gavel.store.command;

import io.gavel.command.Command;
import io.gavel.command.CommandBatch;
import io.gavel.command.CommandOutcome;
import io.gavel.command.CommandOutcomes;
import io.gavel.command.Seat;
import io.gavel.config.DatabaseUrl;
import io.gavel.event.Committed;
import io.gavel.event.StreamRequests.ReadSnapshot;
import io.gavel.event.StreamRequests.Snapshot;
import io.gavel.store.meeting.Snapshots;
import io.gavel.store.sql.Database;
import io.gavel.stream.Turns;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What applies commands on a node, and nothing else of it; it has a lease, and keeps what it tells. */
final class CommandNode implements AutoCloseable {
    static final Duration GRACE = Duration.ofSeconds(15);

    final String id = UUID.randomUUID().toString();
    final UUID incarnation = UUID.randomUUID();
    final List<Committed> committed = new CopyOnWriteArrayList<>();

    private final Vertx vertx = Vertx.vertx(
            new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1).setInternalBlockingPoolSize(1));
    private final Context context = vertx.getOrCreateContext();
    private final Database database;
    private final CommandQueue queue;
    private final Departures departures;
    private final Snapshots snapshots;

    CommandNode(CommandDatabase stored) {
        database = Database.open(vertx, DatabaseUrl.parse(stored.url()), 4);
        var turns = new Turns<Long>(System::nanoTime);
        var group = new GroupCommit(
                new Commands(database, Duration.ofMinutes(2), committed::add),
                work -> context.runOnContext(now -> work.run()));
        queue = new CommandQueue(turns, group, System::nanoTime);
        departures = new Departures(turns, database, GRACE, committed::add);
        snapshots = new Snapshots(database);
        stored.execute("INSERT INTO node_lease VALUES (?, ?, now_ms() + interval '5 minutes')", id, incarnation);
    }

    /** A new connection of a browser to this node. */
    Seat seat() {
        return new Seat(id, incarnation, UUID.randomUUID());
    }

    Future<CommandOutcomes> send(CommandBatch batch) {
        return run(() -> queue.apply(batch));
    }

    /** As they come when several browsers ask at the same moment. */
    List<Future<CommandOutcomes>> sendAtOnce(List<CommandBatch> batches) {
        var answers = batches.stream()
                .map(batch -> Promise.<CommandOutcomes>promise())
                .toList();
        context.runOnContext(start -> {
            for (int i = 0; i < batches.size(); i++) {
                queue.apply(batches.get(i)).onComplete(answers.get(i));
            }
        });
        return answers.stream().map(Promise::future).toList();
    }

    CommandOutcome apply(long meetingId, Command command) {
        return await(send(new CommandBatch(meetingId, null, List.of(command))))
                .outcomes()
                .get(0);
    }

    List<CommandOutcome> apply(CommandBatch batch) {
        return await(send(batch)).outcomes();
    }

    void endLost(long meetingId) {
        await(sendEndLost(meetingId));
    }

    Future<Void> sendEndLost(long meetingId) {
        return run(() -> departures.end(meetingId));
    }

    Snapshot snapshot(long meetingId) {
        return await(run(() -> snapshots.read(new ReadSnapshot(meetingId))));
    }

    private <T> Future<T> run(Supplier<Future<T>> work) {
        var result = Promise.<T>promise();
        context.runOnContext(start -> work.get().onComplete(result));
        return result.future();
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    @Override
    public void close() {
        await(run(database::close));
        await(vertx.close());
    }
}
