package io.gavel.store.command;

import io.gavel.command.Seat;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One device of a person inside, while a transaction changes it. */
final class LiveSession {
    private final UUID id;
    private final Instant joinedAt;
    private final boolean isNew;
    private final boolean isHeldAlive;
    private Holder holder;
    private @Nullable Instant leftAt;
    private Media media;
    private boolean isChanged;
    private boolean hasMoved;

    private LiveSession(UUID id, Instant joinedAt, Holder holder, Media media, boolean isNew, boolean isHeldAlive) {
        this.id = id;
        this.joinedAt = joinedAt;
        this.holder = holder;
        this.media = media;
        this.isNew = isNew;
        this.isHeldAlive = isHeldAlive;
    }

    /**
     * One that is stored.
     *
     * @param isHeldAlive whether it has a connection, on a node whose lease is alive
     */
    static LiveSession stored(UUID id, Instant joinedAt, Holder holder, Media media, boolean isHeldAlive) {
        return new LiveSession(id, joinedAt, holder, media, false, isHeldAlive);
    }

    /** One that begins: muted, without video. */
    static LiveSession begun(UUID id, Instant now, Seat seat) {
        return new LiveSession(id, now, Holder.of(seat), new Media(true, false, false), true, true);
    }

    UUID id() {
        return id;
    }

    Instant joinedAt() {
        return joinedAt;
    }

    Holder holder() {
        return holder;
    }

    Media media() {
        return media;
    }

    @Nullable
    Instant leftAt() {
        return leftAt;
    }

    boolean isNew() {
        return isNew;
    }

    boolean isChanged() {
        return isChanged;
    }

    /** Who holds it was decided here; otherwise that is left to those who lose connections meanwhile. */
    boolean hasMoved() {
        return hasMoved;
    }

    boolean isLive() {
        return leftAt == null;
    }

    boolean isOn(UUID connectionId) {
        return connectionId.equals(holder.connectionId());
    }

    /** Nobody has it, so that its user may take it up without naming it. */
    boolean isFree() {
        return holder.lostAt() != null && !isHeldAlive;
    }

    void moveTo(Seat seat) {
        holder = Holder.of(seat);
        isChanged = true;
        hasMoved = true;
    }

    void show(Media shown) {
        isChanged = isChanged || !shown.equals(media);
        media = shown;
    }

    /** Its user said goodbye. */
    void leave(Instant now) {
        holder = new Holder(holder.nodeId(), holder.incarnation(), null, holder.lostAt(), now);
        hasMoved = true;
        end(now);
    }

    /**
     * Nobody came back: it ended with the last proof of life. The connection is kept, for its node may be asleep and ask on
     * waking what became of it.
     */
    void expire(Instant now) {
        var seenAt = holder.seenAt();
        var lostAt = holder.lostAt();
        end(seenAt != null ? seenAt : lostAt != null ? lostAt : now);
    }

    private void end(Instant at) {
        leftAt = at.isBefore(joinedAt) ? joinedAt : at;
        isChanged = true;
    }

    /**
     * Who holds a session.
     *
     * @param connectionId null once the connection is gone
     * @param lostAt since when it waits for its user to come back
     * @param seenAt the last proof of life of a lost one
     */
    record Holder(
            String nodeId,
            UUID incarnation,
            @Nullable UUID connectionId,
            @Nullable Instant lostAt,
            @Nullable Instant seenAt) {
        static Holder of(Seat seat) {
            return new Holder(seat.nodeId(), seat.incarnation(), seat.connectionId(), null, null);
        }
    }

    /** What a device shows of its user. */
    record Media(boolean isMuted, boolean isVideoOn, boolean isSharingScreen) {
        Media muted(boolean muted) {
            return new Media(muted, isVideoOn, isSharingScreen);
        }

        Media video(boolean on) {
            return new Media(isMuted, on, isSharingScreen);
        }

        Media sharing(boolean sharing) {
            return new Media(isMuted, isVideoOn, sharing);
        }
    }
}
