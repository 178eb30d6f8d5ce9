package io.gavel.store.command;

import io.gavel.command.Command;
import io.gavel.command.CommandBatch;
import io.gavel.command.CommandType;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The batches of one meeting that one transaction is to apply, in their order. */
record Docket(long meetingId, List<CommandBatch> batches) {
    Docket {
        batches = List.copyOf(batches);
    }

    Stream<Command> commands() {
        return batches.stream().flatMap(batch -> batch.commands().stream());
    }

    int size() {
        return batches.stream().mapToInt(batch -> batch.commands().size()).sum();
    }

    boolean has(CommandType type) {
        return commands().anyMatch(command -> command.type() == type);
    }

    /** Who asks, and about whom. */
    Set<String> users() {
        return commands()
                .flatMap(command -> Stream.of(command.userId(), command.targetUserId()))
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    Wanted wanted() {
        return new Wanted(meetingId, users(), has(CommandType.RAISE_HAND), has(CommandType.JOIN));
    }

    /**
     * What must be known of a meeting.
     *
     * @param users the people whom it concerns
     * @param hands whether those that are up must be counted, for the position of the next one
     * @param places whether those that are taken must be counted, for who wants to come in
     */
    record Wanted(long meetingId, Set<String> users, boolean hands, boolean places) {
        /** Nothing but these people. */
        static Wanted of(long meetingId, Set<String> users) {
            return new Wanted(meetingId, users, false, false);
        }

        /** Whether anything must be counted. */
        boolean counts() {
            return hands || places;
        }
    }
}
