package io.gavel.bridge.hub;

import io.gavel.bridge.frame.Request.Resume;
import io.gavel.bridge.hub.StreamAnswers.Missed;
import io.gavel.event.StreamRequests.Authorization;
import io.gavel.event.Topic;
import io.gavel.identity.Caller;
import io.gavel.meeting.Visibility;
import io.gavel.stream.Authorizer;
import io.gavel.stream.Channel;
import io.gavel.stream.Channels;
import io.gavel.stream.EventFrame;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tells browsers that come back what they missed of a topic. Belongs to the hub's event loop. */
final class Resumption {
    private final Authorizer authorizer;
    private final Channels channels;
    private final StreamAnswers answers;
    private final Order order;

    Resumption(Authorizer authorizer, Channels channels, StreamAnswers answers, Order order) {
        this.authorizer = authorizer;
        this.channels = channels;
        this.answers = answers;
        this.order = order;
    }

    /** The answer's body. It knows what the connection has asked for before. */
    Future<String> resume(UUID connectionId, Caller caller, Resume resume) {
        return order.inTurn(
                connectionId,
                resume.topic(),
                () -> authorizer
                        .authorize(resume.topic(), caller.userId())
                        .compose(head -> answer(caller, resume, head)));
    }

    private Future<String> answer(Caller caller, Resume resume, Authorization head) {
        var topic = resume.topic();
        var mayKnow = topic.kind() == Topic.Kind.MEETING && caller.admin();
        Visibility.requireMember(head.isMember(), mayKnow);
        return reach(topic, head.seq())
                .transform(reached -> missed(topic, resume.afterSeq(), resume.epoch(), head.epoch(), head.seq()))
                .map(missed -> StreamAnswers.resumed(head.epoch(), head.seq(), missed.part()));
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
}
