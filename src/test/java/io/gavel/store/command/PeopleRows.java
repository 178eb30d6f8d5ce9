package io.gavel.store.command;

import io.gavel.meeting.Role;
import io.gavel.store.command.Person.Member;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rows of meeting_participant and participant_session of one meeting, as the store's statements change them. */
public final class PeopleRows {
    private final Map<String, Row> rows = new LinkedHashMap<>();
    private final Map<UUID, SessionRow> sessions = new LinkedHashMap<>();

    private static final class Row {
        final Role role;
        boolean isMember = true;

        @Nullable
        Instant insideSince;

        @Nullable
        Instant attendedUntil;

        @Nullable
        Long handRaisedSeq;

        Row(Role role) {
            this.role = role;
        }

        void write(Person person) {
            insideSince = person.insideSince();
            attendedUntil = person.attendedUntil();
            handRaisedSeq = person.handRaisedSeq();
        }
    }

    /**
     * A device of somebody.
     *
     * @param connectionId null once it is gone
     */
    public record Held(
            String userId, String nodeId, @Nullable UUID connectionId, boolean isLost) {}

    /** Invited and admitted. */
    public void add(String userId, Role role) {
        rows.put(userId, new Row(role));
    }

    /** Those devices whose sessions have not ended. */
    public List<Held> held() {
        return live().map(row -> new Held(
                        row.userId(), row.holder.nodeId(), row.holder.connectionId(), row.holder.lostAt() != null))
                .toList();
    }

    /** A browser's connection is gone. */
    public void lose(UUID connectionId, Instant now, Instant seen) {
        live().filter(row -> connectionId.equals(row.holder.connectionId())).forEach(row -> row.lose(null, now, seen));
    }

    /** A lease has ended then. */
    public void loseOf(String nodeId, UUID incarnation, Instant ended, Instant seen) {
        live().filter(row -> row.isOf(nodeId, incarnation) && row.holder.lostAt() == null)
                .forEach(row -> row.lose(row.holder.connectionId(), ended, seen));
    }

    /** A node that was taken for dead goes on under another incarnation. */
    public void adopt(String nodeId, UUID incarnation) {
        live().filter(row -> row.holder.nodeId().equals(nodeId) && row.holder.connectionId() != null)
                .forEach(row -> row.adopt(incarnation));
    }

    /** The node's connections whose sessions were ended without its doing. */
    public List<UUID> reaped(String nodeId) {
        return sessions.values().stream()
                .filter(row -> !row.isLive() && row.holder.nodeId().equals(nodeId))
                .map(row -> row.holder.connectionId())
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    public void forget(Collection<UUID> connections) {
        sessions.values().stream()
                .filter(row -> !row.isLive() && row.holder.connectionId() != null)
                .filter(row -> connections.contains(row.holder.connectionId()))
                .forEach(SessionRow::forgetConnection);
        sweep();
    }

    public boolean hasDue(Instant lostBy) {
        return due(lostBy).findAny().isPresent();
    }

    public boolean isLocked() {
        return sessions.values().stream().anyMatch(row -> row.isLocked);
    }

    /** The transaction is over, whatever became of it. */
    public void unlock() {
        sessions.values().forEach(row -> row.isLocked = false);
    }

    List<SessionRow> lockDue(Instant lostBy) {
        var due = due(lostBy).toList();
        due.forEach(row -> row.isLocked = true);
        return due;
    }

    private Stream<SessionRow> due(Instant lostBy) {
        return live().filter(row ->
                row.holder.lostAt() != null && !row.holder.lostAt().isAfter(lostBy));
    }

    private Stream<SessionRow> live() {
        return sessions.values().stream().filter(SessionRow::isLive);
    }

    boolean isMember(String userId) {
        var row = rows.get(userId);
        return row != null && row.isMember;
    }

    Role role(String userId) {
        return Objects.requireNonNull(rows.get(userId)).role;
    }

    void remove(String userId, Instant now) {
        var row = Objects.requireNonNull(rows.get(userId));
        row.isMember = false;
        row.insideSince = null;
        row.attendedUntil = null;
        row.handRaisedSeq = null;
        live().filter(session -> session.userId().equals(userId)).forEach(session -> session.end(now));
        sweep();
    }

    void invite(String userId) {
        Objects.requireNonNull(rows.get(userId)).isMember = true;
    }

    int handsUp() {
        return (int) rows.values().stream()
                .filter(row -> row.isMember && row.handRaisedSeq != null)
                .count();
    }

    /** The members among them. */
    List<Person> read(Set<String> users, BiPredicate<String, UUID> isLeased) {
        return users.stream()
                .filter(this::isMember)
                .map(userId -> read(userId, Objects.requireNonNull(rows.get(userId)), isLeased))
                .toList();
    }

    private Person read(String userId, Row row, BiPredicate<String, UUID> isLeased) {
        return new Person(
                new Member(userId, MeetingTables.name(userId), row.role, true, false),
                row.insideSince,
                row.attendedUntil,
                row.handRaisedSeq,
                live().filter(session -> session.userId().equals(userId))
                        .map(session -> session.read(isLeased))
                        .toList());
    }

    void write(Collection<Person> people) {
        for (var person : people) {
            if (person.isChanged()) {
                Objects.requireNonNull(rows.get(person.userId())).write(person);
            }
            for (var session : person.sessions()) {
                if (session.isNew()) {
                    sessions.put(session.id(), new SessionRow(person.userId(), session));
                } else if (sessions.containsKey(session.id())) {
                    Objects.requireNonNull(sessions.get(session.id())).write(session);
                }
            }
        }
        sweep();
    }

    /** What nobody asks about any more. */
    private void sweep() {
        sessions.values().removeIf(row -> !row.isLive() && row.holder.connectionId() == null);
    }

    /** As a snapshot shows them. */
    List<String> inside() {
        var shown = new ArrayList<String>();
        rows.forEach((userId, row) -> {
            if (row.isMember && row.insideSince != null) {
                var media = read(userId, row, (node, incarnation) -> true).shown();
                shown.add("{\"userId\":\"" + userId + "\",\"isMuted\":" + media.isMuted() + ",\"isVideoOn\":"
                        + media.isVideoOn() + ",\"isSharingScreen\":" + media.isSharingScreen() + ",\"isHandRaised\":"
                        + (row.handRaisedSeq != null) + "}");
            }
        });
        return shown;
    }

    Set<String> usersInside() {
        return rows.entrySet().stream()
                .filter(row -> row.getValue().isMember && row.getValue().insideSince != null)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    Set<String> usersOfSessions() {
        return live().map(SessionRow::userId).collect(Collectors.toSet());
    }
}
