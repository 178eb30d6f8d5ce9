package io.gavel.store.command;

import io.gavel.command.Command;
import io.gavel.command.CommandOutcome;
import io.gavel.command.CommandOutcomes;
import io.gavel.digest.Sha256;
import io.gavel.json.WireJson;
import io.gavel.problem.Code;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** First answers, stored ones and those of this transaction: a repeat gets them again and adds nothing. */
final class Answered {
    private final Map<CommandKey, Answer> commands = new HashMap<>();
    private final Map<UUID, CommandOutcomes> forwarded = new HashMap<>();
    private final List<Answer> newCommands = new ArrayList<>();
    private final Map<UUID, CommandOutcomes> newForwarded = new HashMap<>();

    Answered(List<Answer> commands, Map<UUID, CommandOutcomes> forwarded) {
        commands.forEach(answer -> this.commands.put(answer.key(), answer));
        this.forwarded.putAll(forwarded);
    }

    static Answered nothing() {
        return new Answered(List.of(), Map.of());
    }

    /** What the first one of these was answered, or that this is another one under its name. */
    Optional<CommandOutcome> find(Command command) {
        var key = CommandKey.of(command);
        return key == null
                ? Optional.empty()
                : Optional.ofNullable(commands.get(key))
                        .map(first -> first.requestHash().equals(hash(command))
                                ? CommandOutcome.done(first.seq())
                                : CommandOutcome.failed(Code.IDEMPOTENCY_MISMATCH));
    }

    /** Only successes are kept: what was refused may be tried again. */
    void keep(Command command, CommandOutcome outcome) {
        var key = CommandKey.of(command);
        if (key != null && outcome.problem() == null) {
            var answer = new Answer(key, hash(command), outcome.seq());
            commands.put(key, answer);
            newCommands.add(answer);
        }
    }

    Optional<CommandOutcomes> find(@Nullable UUID forwardId) {
        return Optional.ofNullable(forwardId == null ? null : forwarded.get(forwardId));
    }

    void keep(@Nullable UUID forwardId, CommandOutcomes outcomes) {
        if (forwardId != null) {
            forwarded.put(forwardId, outcomes);
            newForwarded.put(forwardId, outcomes);
        }
    }

    List<Answer> newCommands() {
        return newCommands;
    }

    Map<UUID, CommandOutcomes> newForwarded() {
        return newForwarded;
    }

    /** Of what makes two commands the same: the address and the fields that it takes there. */
    private static Buffer hash(Command command) {
        var request = WireJson.encode(new Request(command.type().address(), command.on(), command.targetUserId()));
        return Buffer.buffer(Sha256.of(request));
    }

    /** How a user names a command of a meeting. */
    record CommandKey(String userId, String clientEventId) {
        /** Null where a command bears no name, or its name does not count. */
        static @Nullable CommandKey of(Command command) {
            var id = command.clientEventId();
            return id == null || !command.type().takesClientEventId() ? null : new CommandKey(command.userId(), id);
        }
    }

    /** The success of a command that bears a name. */
    record Answer(
            CommandKey key, Buffer requestHash, @Nullable Long seq) {}

    private record Request(
            String address, @Nullable Boolean on, @Nullable String userId) {}
}
