package io.gavel.store.command;

import io.gavel.store.command.LiveSession.Holder;
import io.gavel.store.command.LiveSession.Media;
import java.time.Instant;
import java.util.UUID;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** A row of participant_session. */
final class SessionRow {
    private final UUID id;
    private final String userId;
    private final Instant joinedAt;
    Holder holder;
    Media media;

    @Nullable
    Instant leftAt;

    boolean isLocked;

    SessionRow(String userId, LiveSession begun) {
        this.id = begun.id();
        this.userId = userId;
        this.joinedAt = begun.joinedAt();
        this.holder = begun.holder();
        this.media = begun.media();
        this.leftAt = begun.leftAt();
    }

    UUID id() {
        return id;
    }

    String userId() {
        return userId;
    }

    boolean isLive() {
        return leftAt == null;
    }

    boolean isOf(String nodeId, UUID incarnation) {
        return holder.nodeId().equals(nodeId) && holder.incarnation().equals(incarnation);
    }

    LiveSession read(BiPredicate<String, UUID> isLeased) {
        var isHeld = holder.connectionId() != null && isLeased.test(holder.nodeId(), holder.incarnation());
        return LiveSession.stored(id, joinedAt, holder, media, isHeld);
    }

    /** What a connection's loss and a lease's end write is overruled only by a session that moves. */
    void write(LiveSession changed) {
        if (changed.hasMoved()) {
            holder = changed.holder();
        }
        if (changed.hasMoved() || changed.isChanged()) {
            media = changed.media();
            leftAt = changed.leftAt();
        }
    }

    void lose(@Nullable UUID connectionId, Instant at, Instant seen) {
        var seenAt = seen.isBefore(joinedAt) ? joinedAt : seen;
        holder = new Holder(holder.nodeId(), holder.incarnation(), connectionId, at, seenAt);
    }

    void adopt(UUID incarnation) {
        holder = new Holder(holder.nodeId(), incarnation, holder.connectionId(), null, null);
    }

    void forgetConnection() {
        holder = new Holder(holder.nodeId(), holder.incarnation(), null, holder.lostAt(), holder.seenAt());
    }

    void end(Instant now) {
        forgetConnection();
        leftAt = now;
    }
}
