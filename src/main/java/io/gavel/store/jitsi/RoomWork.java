package io.gavel.store.jitsi;

import io.gavel.jitsi.RoomTask;
import io.gavel.jitsi.RoomTask.Kind;
import io.gavel.jitsi.RoomTaskRequests.NextTry;
import io.gavel.jitsi.RoomTaskRequests.Remark;
import io.gavel.jitsi.RoomTaskRequests.TakeTasks;
import io.gavel.jitsi.RoomTaskRequests.TakenTasks;
import io.gavel.jitsi.RoomTaskRequests.TaskStands;
import io.gavel.jitsi.RoomTaskRequests.TaskTried;
import io.gavel.store.sql.Database;
import io.gavel.store.sql.Statement;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to be done in Jitsi. It follows from how things are, each time anew; what stands in the table says only who is at
 * it, and when it may be tried again.
 */
public final class RoomWork {
    private static final Logger LOG = LoggerFactory.getLogger(RoomWork.class);

    /**
     * From a second up to a minute, each time about double, and never for all nodes at the same moment. Whoever was too slow
     * has lost the task to somebody else, and says nothing any more. A room that could not be ended for a day is left alone.
     */
    private static final Statement<Row> LATER = Statement.query("""
            UPDATE jitsi_control
            SET due_at = CASE WHEN kind = 'end' AND begun_at <= statement_timestamp() - interval '24 hours' THEN 'infinity'
                         ELSE statement_timestamp()
                              + make_interval(secs => least(60, power(2, least(tries, 7) - 1)) * (0.75 + random() / 4)) END
            WHERE kind = #{kind} AND meeting_id = #{meetingId} AND target = #{target} AND tries = #{tries}
            RETURNING due_at = 'infinity' AS is_given_up, CASE WHEN due_at < 'infinity'
                THEN extract(epoch FROM due_at - statement_timestamp())::float8 ELSE 0 END AS again
            """, row -> row);

    private static final Statement<Boolean> STANDS = Statement.query("""
            SELECT EXISTS (
                SELECT FROM jitsi_occupant o
                JOIN meeting m ON m.id = o.meeting_id AND m.status = 'InProgress'
                JOIN meeting_participant p ON p.meeting_id = o.meeting_id AND p.user_id = o.user_id
                WHERE o.meeting_id = #{meetingId} AND o.occupant = #{target} AND o.left_at IS NULL
                  AND p.removed_at IS NOT NULL) AS stands
            """, row -> row.getBoolean("stands"));

    private final Database database;
    private final RoomEnds ends;
    private final RoomLooks looks;

    public RoomWork(Database database, RoomEnds ends, RoomLooks looks) {
        this.database = database;
        this.ends = ends;
        this.looks = looks;
    }

    /**
     * Each task goes to one node; to another one only when this one has not said what came of it for too long. What could be
     * taken is returned, also when the next kind cannot be.
     */
    public Future<TakenTasks> take(TakeTasks wanted) {
        var tasks = new ArrayList<RoomTask>();
        var more = Future.succeededFuture(false);
        for (var kind : wanted.kinds()) {
            more = more.compose(before -> take(kind, tasks).map(now -> now || before));
        }
        return more.map(isMore -> new TakenTasks(tasks, isMore));
    }

    private Future<Boolean> take(Kind kind, List<RoomTask> tasks) {
        return database.read(client -> RoomTasks.take(kind).on(client).list())
                .map(taken -> {
                    tasks.addAll(taken);
                    return taken.size() == RoomTasks.MOST;
                })
                .otherwise(failure -> {
                    LOG.warn("what there is to {} in Jitsi was not found: {}", kind.wire(), failure.getMessage());
                    return false;
                });
    }

    /** Whether a person is still to be sent out: he may have been invited again since the task was taken. */
    public Future<TaskStands> stands(RoomTask task) {
        return task.kind() != Kind.KICK
                ? Future.succeededFuture(new TaskStands(true))
                : database.read(client -> STANDS.on(client)
                                .bind("meetingId", task.meetingId())
                                .bind("target", task.target())
                                .one())
                        .map(TaskStands::new);
    }

    /**
     * Keeps what came of a task. A person who was sent out is sent out again until Jitsi tells that he is out, whatever was
     * answered: plugins of some ages say that it was done when it was not, and of one who has taken another name, that he is
     * not there.
     */
    public Future<NextTry> tried(TaskTried tried) {
        return switch (tried.task().kind()) {
            case OBSERVE -> looks.looked(tried);
            case END -> ends.tried(tried);
            case KICK -> database.read(client -> later(client, tried.task()));
        };
    }

    /** Puts a task off; each time for longer. */
    static Future<NextTry> later(SqlClient client, RoomTask task) {
        return RoomTasks.bound(LATER.on(client), task)
                .first()
                .map(row -> row.map(RoomWork::next).orElse(NextTry.NONE));
    }

    private static NextTry next(Row row) {
        return row.getBoolean("is_given_up")
                ? new NextTry(null, Remark.GIVEN_UP)
                : new NextTry(duration(row.getDouble("again")), Remark.NONE);
    }

    /** Rather a little late: what is not due yet would not be taken. */
    private static Duration duration(double seconds) {
        return Duration.ofMillis((long) Math.ceil(seconds * 1000) + 5);
    }
}
