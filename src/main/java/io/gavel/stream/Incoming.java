package io.gavel.stream;

import io.gavel.command.CommandBatch;
import io.gavel.command.CommandOutcomes;
import io.gavel.notification.PersonalRequests.UsersNotified;
import io.vertx.core.Future;

/** Brings what the other nodes send to the part of this node that it concerns. */
public record Incoming(Channels channels, CommandLanes lanes, PersonalStream personal, ConversationNews news)
        implements Peers.Listener {
    @Override
    public void announced(String from, Announcement announcement) {
        channels.announced(from, announcement);
    }

    @Override
    public void told(String from, Interest interest) {
        channels.told(from, interest);
    }

    @Override
    public void signalled(Signal signal) {
        channels.signalled(signal);
    }

    @Override
    public void advanced(Advance advance) {
        news.advanced(advance);
    }

    @Override
    public void usersNotified(UsersNotified notified) {
        personal.hinted(notified);
    }

    @Override
    public Future<CommandOutcomes> apply(CommandBatch batch) {
        return lanes.apply(batch);
    }

    @Override
    public void membersChanged() {
        channels.membersChanged();
    }
}
