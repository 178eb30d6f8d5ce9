package io.gavel.stream.simulation;

import io.gavel.command.Command;
import io.gavel.command.CommandBatch;
import io.gavel.command.CommandOutcome;
import io.gavel.command.CommandOutcomes;
import io.gavel.event.StreamEvent;
import io.gavel.event.StreamRequests.Authorization;
import io.gavel.event.StreamRequests.EventSlice;
import io.gavel.event.StreamRequests.Position;
import io.gavel.event.StreamRequests.ReadEvents;
import io.gavel.event.Topic;
import io.gavel.problem.Code;
import io.gavel.stream.Authorizer;
import io.gavel.stream.CommandLog;
import io.gavel.stream.EventLog;
import io.gavel.stream.simulation.ModelDatabase.Draft;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The database on behalf of one node, as its store would ask it. */
record NodeDatabase(ModelDatabase database, ModelNode node, Mutation mutation)
        implements EventLog, CommandLog, Authorizer {
    @Override
    public Future<List<Position>> changed(List<Position> positions) {
        return database.read(
                node,
                () -> mutation == Mutation.POSITIONS_ARE_NOT_CHECKED
                        ? List.of()
                        : positions.stream()
                                .filter(position -> !position.equals(present(position.topic())))
                                .map(position -> present(position.topic()))
                                .toList());
    }

    @Override
    public Future<EventSlice> read(Topic topic, long after) {
        return database.read(node, () -> {
            var meeting = database.meeting(topic.id());
            var events = meeting.events.stream()
                    .skip(after)
                    .limit(ReadEvents.MOST_EVENTS)
                    .toList();
            return new EventSlice(database.epoch(meeting), meeting.head(), 0, events);
        });
    }

    @Override
    public Future<Authorization> authorize(Topic topic, String userId) {
        return database.read(node, () -> {
            var meeting = database.meeting(topic.id());
            return new Authorization(meeting.members.contains(userId), database.epoch(meeting), meeting.head());
        });
    }

    @Override
    public Future<CommandOutcomes> apply(CommandBatch batch) {
        return database.write(node, batch.meetingId(), batch.forwardId(), meeting -> draft(meeting, batch));
    }

    /** What a REST call does: somebody is removed, or invited again. */
    Future<CommandOutcomes> change(long meetingId, String type, String userId) {
        return database.write(node, meetingId, null, meeting -> {
            var isRemoval = type.equals("participant_removed");
            if (meeting.members.contains(userId) != isRemoval) {
                return new Draft(List.of(), new CommandOutcomes(List.of()), () -> {});
            }
            var event = meeting.next(List.of(), type, "{\"userId\":\"" + userId + "\"}");
            Runnable effect = isRemoval ? () -> meeting.members.remove(userId) : () -> meeting.members.add(userId);
            return new Draft(List.of(event), new CommandOutcomes(List.of()), effect);
        });
    }

    private Position present(Topic topic) {
        var meeting = database.meeting(topic.id());
        return new Position(topic, database.epoch(meeting), meeting.head());
    }

    private static Draft draft(ModelMeeting meeting, CommandBatch batch) {
        var events = new ArrayList<StreamEvent>();
        var outcomes = new ArrayList<CommandOutcome>();
        var results = new HashMap<String, CommandOutcome>();
        for (var command : batch.commands()) {
            var key = key(command);
            var known = key == null ? null : results.getOrDefault(key, meeting.results.get(key));
            var outcome = known == null ? outcome(meeting, command, events) : known;
            outcomes.add(outcome);
            if (key != null && outcome.problem() == null) {
                results.put(key, outcome);
            }
        }
        return new Draft(events, new CommandOutcomes(outcomes), () -> meeting.results.putAll(results));
    }

    private static CommandOutcome outcome(ModelMeeting meeting, Command command, List<StreamEvent> events) {
        if (!meeting.members.contains(command.userId())) {
            return CommandOutcome.failed(Code.NOT_FOUND);
        }
        var event = meeting.next(events, "user_hand_raised", "{\"op\":\"" + command.targetUserId() + "\"}");
        events.add(event);
        return CommandOutcome.done(event.seq());
    }

    private static @Nullable String key(Command command) {
        return command.clientEventId() == null ? null : command.userId() + " " + command.clientEventId();
    }
}
