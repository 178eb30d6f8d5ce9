package io.gavel.stream;

import io.gavel.stream.ConversationNews.Subject;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** How far conversations had come when everybody here who listens was told, as long as the database still speaks of it. */
final class ToldNews {
    private final Map<Subject, Long> told = new HashMap<>();

    /** Told since the database was last asked, which may not have known yet. */
    private final Set<Subject> meanwhile = new HashSet<>();

    /** Who was told what concerns all needs not be told what concerned it alone before that. */
    boolean isTold(Subject subject, long seq) {
        return told.getOrDefault(subject, 0L) >= seq
                || told.getOrDefault(new Subject(subject.conversationId(), null), 0L) >= seq;
    }

    void add(Subject subject, long seq) {
        told.merge(subject, seq, Math::max);
        meanwhile.add(subject);
    }

    void lookBegins() {
        meanwhile.clear();
    }

    /** Forgets what is neither among these nor newer than they are. */
    void retain(Collection<Subject> latest) {
        var kept = new HashSet<>(latest);
        kept.addAll(meanwhile);
        told.keySet().retainAll(kept);
    }

    void clear() {
        told.clear();
        meanwhile.clear();
    }
}
