package io.gavel.stream;

import io.gavel.event.Topic;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which other nodes have sockets of which topic, as far as they told. */
final class Interests {
    private final Map<String, Set<Topic>> topics = new HashMap<>();
    private final Map<Topic, Set<String>> members = new HashMap<>();

    void told(String member, Interest interest) {
        if (interest.complete()) {
            forget(member);
        }
        interest.open().forEach(topic -> add(member, topic));
        interest.closed().forEach(topic -> remove(member, topic));
    }

    /** The nodes to which an event of this topic goes. */
    List<String> in(Topic topic) {
        return List.copyOf(members.getOrDefault(topic, Set.of()));
    }

    /** Forgets all that are not among these. */
    void retain(Collection<String> alive) {
        Set.copyOf(topics.keySet()).stream()
                .filter(member -> !alive.contains(member))
                .forEach(this::forget);
    }

    private void forget(String member) {
        Set.copyOf(topics.getOrDefault(member, Set.of())).forEach(topic -> remove(member, topic));
    }

    private void add(String member, Topic topic) {
        topics.computeIfAbsent(member, none -> new HashSet<>()).add(topic);
        members.computeIfAbsent(topic, none -> new HashSet<>()).add(member);
    }

    private void remove(String member, Topic topic) {
        topics.computeIfPresent(member, (id, known) -> without(known, topic));
        members.computeIfPresent(topic, (id, known) -> without(known, member));
    }

    private static <T> @Nullable Set<T> without(Set<T> set, T one) {
        set.remove(one);
        return set.isEmpty() ? null : set;
    }
}
