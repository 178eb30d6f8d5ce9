package io.gavel.store.conversation;

import io.gavel.identity.Caller;
import io.gavel.store.stream.Commits;
import io.gavel.stream.Turns;
import io.vertx.core.Future;
import java.util.function.Function;

/** Changes conversations, each in its turn and under its lock; what the change throws or fails with undoes it. */
public final class ConversationWrites {
    private final Commits commits;
    private final Turns<Long> turns = new Turns<>(System::nanoTime);

    public ConversationWrites(Commits commits) {
        this.commits = commits;
    }

    /** Runs the change in one transaction. Problems: NOT_FOUND for who is no member, and the change's own. */
    <T> Future<T> change(Caller caller, long conversationId, Function<LockedConversation, Future<T>> change) {
        return turns.run(
                conversationId,
                () -> commits.write(transaction -> LockedConversation.lock(transaction, caller, conversationId)
                        .compose(change)));
    }
}
