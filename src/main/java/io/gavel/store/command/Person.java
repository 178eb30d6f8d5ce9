package io.gavel.store.command;

import io.gavel.meeting.Role;
import io.gavel.store.command.LiveSession.Media;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A member of a meeting, while a transaction changes it: one person, however many devices. */
final class Person {
    private final Member member;
    private final List<LiveSession> sessions;
    private final List<Interval> attended = new ArrayList<>();
    private @Nullable Instant insideSince;
    private @Nullable Instant attendedUntil;
    private @Nullable Instant lastLeftAt;
    private @Nullable Long handRaisedSeq;
    private boolean hasEntered;
    private boolean isChanged;

    /** @param sessions the live ones */
    Person(
            Member member,
            @Nullable Instant insideSince,
            @Nullable Instant attendedUntil,
            @Nullable Long handRaisedSeq,
            List<LiveSession> sessions) {
        this.member = member;
        this.insideSince = insideSince;
        this.attendedUntil = attendedUntil;
        this.handRaisedSeq = handRaisedSeq;
        this.sessions = new ArrayList<>(sessions);
    }

    String userId() {
        return member.userId();
    }

    String name() {
        return member.name();
    }

    Role role() {
        return member.role();
    }

    boolean isAdmitted() {
        return member.isAdmitted();
    }

    /** Takes a place while outside too: a Participant who was let in lately, or is in Jitsi. */
    boolean isExpected() {
        return member.isExpected();
    }

    /** Whether the person counts where a meeting has a limit. */
    boolean takesPlace() {
        return !role().moderates();
    }

    boolean isInside() {
        return insideSince != null;
    }

    boolean isHandRaised() {
        return handRaisedSeq != null;
    }

    @Nullable
    Instant insideSince() {
        return insideSince;
    }

    @Nullable
    Instant attendedUntil() {
        return attendedUntil;
    }

    @Nullable
    Instant lastLeftAt() {
        return lastLeftAt;
    }

    @Nullable
    Long handRaisedSeq() {
        return handRaisedSeq;
    }

    /** Has come in, which confirms its REST join. */
    boolean hasEntered() {
        return hasEntered;
    }

    boolean isChanged() {
        return isChanged;
    }

    /** Those that are live and those that ended in this transaction. */
    List<LiveSession> sessions() {
        return sessions;
    }

    /** The intervals that were closed in this transaction. */
    List<Interval> attended() {
        return attended;
    }

    long attendedMillis() {
        return attended.stream().mapToLong(Interval::millis).sum();
    }

    List<LiveSession> live() {
        return sessions.stream().filter(LiveSession::isLive).toList();
    }

    Optional<LiveSession> sessionOn(UUID connectionId) {
        return sessions.stream()
                .filter(session -> session.isLive() && session.isOn(connectionId))
                .findFirst();
    }

    Optional<LiveSession> session(UUID sessionId) {
        return sessions.stream()
                .filter(session -> session.isLive() && session.id().equals(sessionId))
                .findFirst();
    }

    Optional<LiveSession> longestLost() {
        return sessions.stream()
                .filter(session -> session.isLive() && session.isFree())
                .min(Comparator.comparing(
                        session -> session.holder().lostAt(), Comparator.nullsLast(Comparator.naturalOrder())));
    }

    /** What all devices together show: muted when every one is, video and share when any has it. */
    Media shown() {
        var live = live();
        return new Media(
                live.stream().allMatch(session -> session.media().isMuted()),
                live.stream().anyMatch(session -> session.media().isVideoOn()),
                live.stream().anyMatch(session -> session.media().isSharingScreen()));
    }

    void add(LiveSession session) {
        sessions.add(session);
    }

    void enter(Instant now) {
        insideSince = now;
        handRaisedSeq = null;
        hasEntered = true;
        isChanged = true;
    }

    /** A device is gone, others are still there. */
    void attendUntil(Instant at) {
        attendedUntil = later(at, attendedUntil);
        isChanged = true;
    }

    /** The last device is gone. */
    void exit(Instant at) {
        var since = insideSince;
        var until = later(at, attendedUntil);
        if (since != null) {
            until = later(until, since);
            attended.add(new Interval(since, until));
            lastLeftAt = until;
        }
        insideSince = null;
        attendedUntil = null;
        handRaisedSeq = null;
        isChanged = true;
    }

    void raiseHand(long seq) {
        handRaisedSeq = seq;
        isChanged = true;
    }

    void lowerHand() {
        handRaisedSeq = null;
        isChanged = true;
    }

    private static Instant later(Instant one, @Nullable Instant other) {
        return other != null && other.isAfter(one) ? other : one;
    }

    /**
     * What a transaction does not change of a person.
     *
     * @param isExpected was admitted so lately that a place is kept, or is in Jitsi
     */
    record Member(String userId, String name, Role role, boolean isAdmitted, boolean isExpected) {}

    /** From coming in with the first device to leaving with the last. */
    record Interval(Instant joinedAt, Instant leftAt) {
        long millis() {
            return Duration.between(joinedAt, leftAt).toMillis();
        }
    }
}
