package io.gavel.stream;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which other nodes have sockets of which meeting, as far as they told. */
final class Interests {
    private final Map<String, Set<Long>> meetings = new HashMap<>();
    private final Map<Long, Set<String>> members = new HashMap<>();

    void told(String member, Interest interest) {
        if (interest.complete()) {
            forget(member);
        }
        interest.open().forEach(meetingId -> add(member, meetingId));
        interest.closed().forEach(meetingId -> remove(member, meetingId));
    }

    /** The nodes to which an event of this meeting goes. */
    List<String> in(long meetingId) {
        return List.copyOf(members.getOrDefault(meetingId, Set.of()));
    }

    /** Forgets all that are not among these. */
    void retain(Collection<String> alive) {
        Set.copyOf(meetings.keySet()).stream()
                .filter(member -> !alive.contains(member))
                .forEach(this::forget);
    }

    private void forget(String member) {
        Set.copyOf(meetings.getOrDefault(member, Set.of())).forEach(meetingId -> remove(member, meetingId));
    }

    private void add(String member, long meetingId) {
        meetings.computeIfAbsent(member, none -> new HashSet<>()).add(meetingId);
        members.computeIfAbsent(meetingId, none -> new HashSet<>()).add(member);
    }

    private void remove(String member, long meetingId) {
        meetings.computeIfPresent(member, (id, known) -> without(known, meetingId));
        members.computeIfPresent(meetingId, (id, known) -> without(known, member));
    }

    private static <T> @Nullable Set<T> without(Set<T> set, T one) {
        set.remove(one);
        return set.isEmpty() ? null : set;
    }
}
