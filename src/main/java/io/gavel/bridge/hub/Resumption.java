package io.gavel.bridge.hub;

import io.gavel.bridge.Connection;
import io.gavel.bridge.frame.Request.Resume;
import io.gavel.bridge.hub.StreamAnswers.Missed;
import io.gavel.event.Topic;
import io.gavel.meeting.Visibility;
import io.gavel.stream.Authorizer;
import io.gavel.stream.Channel;
import io.gavel.stream.Channels;
import io.gavel.stream.EventFrame;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tells browsers that come back what they missed of a topic. Belongs to the hub's event loop. */
final class Resumption {
    private final Authorizer authorizer;
    private final Channels channels;
    private final StreamAnswers answers;
    private final Map<Place, Future<?>> latest = new HashMap<>();

    Resumption(Authorizer authorizer, Channels channels, StreamAnswers answers) {
        this.authorizer = authorizer;
        this.channels = channels;
        this.answers = answers;
    }

    /** The connection has asked for a change of the topic: what it resumes from now on waits for the outcome. */
    void after(UUID connectionId, Topic topic, Future<?> outcome) {
        var place = new Place(connectionId, topic);
        latest.put(place, outcome);
        outcome.onComplete(done -> latest.remove(place, outcome));
    }

    /** The answer's body. */
    Future<String> resume(Connection connection, Resume resume) {
        var topic = resume.topic();
        var before = latest.getOrDefault(new Place(connection.id(), topic), Future.succeededFuture());
        return before.transform(settled -> authorizer.authorize(topic, connection.userId()))
                .compose(head -> {
                    var mayKnow = topic.kind() == Topic.Kind.MEETING
                            && connection.caller().admin();
                    Visibility.requireMember(head.isMember(), mayKnow);
                    return reach(topic, head.seq())
                            .transform(reached ->
                                    missed(topic, resume.afterSeq(), resume.epoch(), head.epoch(), head.seq()))
                            .map(missed -> StreamAnswers.resumed(head.epoch(), head.seq(), missed));
                });
    }

    /** What the client that knows {@code after} of its own epoch lacks up to the head, from memory where that reaches so far. */
    Future<Missed> missed(Topic topic, long after, @Nullable String clientEpoch, String epoch, long head) {
        return answers.missed(topic, after, clientEpoch, epoch, head, seq -> recent(topic, seq, epoch, head));
    }

    /** Many who resume at once are answered from one read, where there is a channel. */
    private Future<Void> reach(Topic topic, long seq) {
        return channels.channel(topic).map(channel -> channel.catchUp(seq)).orElseGet(Future::succeededFuture);
    }

    private Optional<List<String>> recent(Topic topic, long after, String epoch, long head) {
        return channels.channel(topic)
                .filter(channel -> channel.epoch().equals(epoch) && channel.position() >= head)
                .flatMap(channel -> json(channel, after, head));
    }

    private static Optional<List<String>> json(Channel channel, long after, long head) {
        return channel.after(after)
                .map(frames -> frames.stream()
                        .filter(frame -> frame.seq() <= head)
                        .map(EventFrame::json)
                        .toList());
    }

    /** A connection's own order holds within each topic. */
    private record Place(UUID connectionId, Topic topic) {}
}
