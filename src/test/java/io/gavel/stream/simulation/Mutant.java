package io.gavel.stream.simulation;

import io.gavel.command.CommandBatch;
import io.gavel.command.CommandOutcomes;
import io.gavel.event.StreamRequests.Authorization;
import io.gavel.event.Topic;
import io.gavel.notification.PersonalRequests.UsersNotified;
import io.gavel.stream.Advance;
import io.gavel.stream.Announcement;
import io.gavel.stream.Authorizer;
import io.gavel.stream.Channel;
import io.gavel.stream.Channels;
import io.gavel.stream.EventFrame;
import io.gavel.stream.Interest;
import io.gavel.stream.Peers;
import io.gavel.stream.Signal;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Stands around a node's stream and takes one of its rules out. */
final class Mutant implements Authorizer {
    private final Mutation mutation;
    private final Authorizer authorizer;
    private final ModelNode node;
    private final Set<String> believed = new HashSet<>();
    private @Nullable Channels channels;

    Mutant(Mutation mutation, Authorizer authorizer, ModelNode node) {
        this.mutation = mutation;
        this.authorizer = authorizer;
        this.node = node;
    }

    Peers.Listener around(Peers.Listener listener, Channels around) {
        channels = around;
        return new Peers.Listener() {
            @Override
            public void announced(String from, Announcement announcement) {
                channel(announcement.topic()).ifPresent(channel -> leak(channel, announcement));
                listener.announced(from, announcement);
            }

            @Override
            public void told(String from, Interest interest) {
                listener.told(from, interest);
            }

            @Override
            public void signalled(Signal signal) {
                listener.signalled(signal);
            }

            @Override
            public void advanced(Advance advance) {
                listener.advanced(advance);
            }

            @Override
            public void usersNotified(UsersNotified notified) {
                listener.usersNotified(notified);
            }

            @Override
            public Future<CommandOutcomes> apply(CommandBatch batch) {
                return listener.apply(batch);
            }

            @Override
            public void membersChanged() {
                listener.membersChanged();
            }
        };
    }

    @Override
    public Future<Authorization> authorize(Topic topic, String userId) {
        return authorizer.authorize(topic, userId).map(truth -> switch (mutation) {
            case NO_CATCH_UP_BEFORE_REGISTERING ->
                channel(topic)
                        .map(channel -> new Authorization(truth.isMember(), channel.epoch(), channel.position()))
                        .orElse(truth);
            case OLD_AUTHORIZATIONS_ARE_BELIEVED -> believe(topic + userId, truth);
            default -> truth;
        });
    }

    /** Once a member, always a member. */
    private Authorization believe(String key, Authorization truth) {
        if (truth.isMember()) {
            believed.add(key);
        }
        return new Authorization(believed.contains(key), truth.epoch(), truth.seq());
    }

    private void leak(Channel channel, Announcement announcement) {
        var frames = announcement.events().stream()
                .filter(event -> leaks(event.seq(), channel.position()))
                .map(event -> new EventFrame(event.seq(), event.json(), "", event.removedUserId()))
                .toList();
        if (!frames.isEmpty()) {
            node.delivered(announcement.topic(), frames);
        }
    }

    private boolean leaks(long seq, long position) {
        return switch (mutation) {
            case KNOWN_EVENTS_ARE_NOT_DROPPED -> seq <= position;
            case GAPS_ARE_NOT_FILLED_FIRST -> seq > position + 1;
            default -> false;
        };
    }

    private Optional<Channel> channel(Topic topic) {
        return channels == null ? Optional.empty() : channels.channel(topic);
    }
}
