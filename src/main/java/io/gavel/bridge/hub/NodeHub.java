package io.gavel.bridge.hub;

import io.gavel.bridge.CloseCode;
import io.gavel.bridge.Connection;
import io.gavel.bridge.Delivery;
import io.gavel.bridge.Hub;
import io.gavel.bridge.frame.Frames;
import io.gavel.bridge.frame.Request;
import io.gavel.conversation.ConversationRequests.Unread;
import io.gavel.event.Topic;
import io.gavel.notification.PersonalRequests.Personal;
import io.gavel.presence.PresenceChange;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.gavel.stream.ChannelListener;
import io.gavel.stream.EventFrame;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the sockets of all event loops meet the streams: it runs on the bridge verticle's event loop, and brings events to
 * each loop that has somebody who hears them, once.
 */
final class NodeHub implements Hub, ChannelListener {
    private static final String USER = "user.";

    private final Context loop;
    private final Listeners listeners = new Listeners();
    private @Nullable Streams streams;

    NodeHub(Context loop) {
        this.loop = loop;
    }

    /** Its streams, which cannot be made before it. */
    void serve(Streams made) {
        streams = made;
    }

    @Override
    public void opened(Connection connection) {
        loop.runOnContext(now -> streams().requests().opened(connection));
    }

    @Override
    public Future<Boolean> register(Connection connection, String address) {
        return onLoop(() -> {
            var registered =
                    address.startsWith(USER) ? registerUser(connection, address) : registerTopic(connection, address);
            return registered.recover(NodeHub::refusedOrUnknown);
        });
    }

    private Future<Boolean> registerTopic(Connection connection, String address) {
        var topic = Topic.at(address).orElseThrow(Problem::notFound);
        return streams().channels().register(topic, connection.userId()).map(registration -> {
            listeners.add(connection, address, registration::close);
            return true;
        });
    }

    private Future<Boolean> registerUser(Connection connection, String address) {
        if (!address.equals(USER + connection.userId())) {
            return Future.succeededFuture(false);
        }
        var userId = connection.userId();
        return streams()
                .news()
                .register(userId)
                .compose(leaveNews -> streams()
                        .personal()
                        .register(userId)
                        .onFailure(refused -> leaveNews.run())
                        .map(leave -> {
                            listeners.add(connection, address, () -> {
                                leave.run();
                                leaveNews.run();
                            });
                            return true;
                        }));
    }

    private static Future<Boolean> refusedOrUnknown(Throwable failure) {
        return failure instanceof Problem problem && problem.code() == Code.NOT_FOUND
                ? Future.succeededFuture(false)
                : Future.failedFuture(failure);
    }

    @Override
    public void unregister(Connection connection, String address) {
        loop.runOnContext(now -> listeners.remove(connection, address));
    }

    @Override
    public Future<String> request(Connection connection, Request request) {
        return onLoop(() -> streams().requests().answer(connection, request));
    }

    @Override
    public void closed(Connection connection, long silentMillis) {
        loop.runOnContext(now -> {
            listeners.removeAll(connection);
            streams().requests().closed(connection, silentMillis);
        });
    }

    /** Whom an event removes gets nothing that comes after it, also when both come at once. */
    @Override
    public void delivered(Topic topic, List<EventFrame> frames) {
        var address = topic.address();
        var together = new ArrayList<String>();
        for (var frame : frames) {
            together.add(frame.frame());
            var removed = frame.removedUserId();
            if (removed != null) {
                deliver(address, List.copyOf(together));
                together.clear();
                listeners.audiences(address).forEach(audience -> audience.removed(address, removed));
                listeners.removeUser(address, removed);
            }
        }
        if (!together.isEmpty()) {
            deliver(address, together);
        }
    }

    /** What these browsers have heard no longer counts: they come back and ask from where they are. */
    @Override
    public void reset(Topic topic) {
        var address = topic.address();
        listeners.audiences(address).forEach(audience -> audience.close(address, CloseCode.DRAINING));
        listeners.removeAll(address);
    }

    @Override
    public void signalled(Topic topic, String json) {
        deliver(topic.address(), List.of(Frames.message(topic.address(), json)));
    }

    /** A notification for all devices of its user. */
    void notified(Personal notification) {
        var address = USER + notification.userId();
        deliver(address, List.of(Frames.message(address, notification.json())));
    }

    /** How a conversation stands, for all devices of a member. */
    void advanced(Unread unread) {
        var address = USER + unread.userId();
        deliver(address, List.of(Frames.message(address, StreamAnswers.updated(unread))));
    }

    /** Who went online or offline, for all devices of a watcher. */
    void presenceChanged(String watcher, List<PresenceChange> changes) {
        var address = USER + watcher;
        deliver(
                address,
                changes.stream()
                        .map(change -> Frames.message(address, Presences.changed(change)))
                        .toList());
    }

    private void deliver(String address, List<String> frames) {
        var delivery = new Delivery(frames);
        listeners.audiences(address).forEach(audience -> audience.deliver(address, delivery));
    }

    private Streams streams() {
        if (streams == null) {
            throw new IllegalStateException("nobody is let in before the streams are there");
        }
        return streams;
    }

    private <T> Future<T> onLoop(Supplier<Future<T>> work) {
        var done = Promise.<T>promise();
        loop.runOnContext(
                now -> Future.succeededFuture().compose(go -> work.get()).onComplete(done));
        return done.future();
    }
}
