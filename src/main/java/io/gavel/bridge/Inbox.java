package io.gavel.bridge;

import io.gavel.access.AccessRequests.VerifyToken;
import io.gavel.bridge.frame.CommandReader;
import io.gavel.bridge.frame.Frame;
import io.gavel.bridge.frame.Frame.Invalid;
import io.gavel.bridge.frame.Frame.Ping;
import io.gavel.bridge.frame.Frame.Publish;
import io.gavel.bridge.frame.Frame.Register;
import io.gavel.bridge.frame.Frame.Send;
import io.gavel.bridge.frame.Frame.Unregister;
import io.gavel.bridge.frame.FrameReader;
import io.gavel.bridge.frame.Frames;
import io.gavel.bus.Addresses;
import io.gavel.identity.Caller;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the frames of one connection take effect in their order. Commands are handed over without waiting for each other's
 * answers; what comes after a registration or a new token waits until that is in force. A ping waits for nothing.
 */
final class Inbox {
    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
    private static final String AUTHENTICATE = "authenticate";
    private static final String DONE = "{\"ok\":true}";

    private final Connection connection;
    private final Bridge bridge;
    private final Registrations registrations;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private long waitingChars;
    private boolean blocked;

    Inbox(Connection connection, Bridge bridge, Registrations registrations) {
        this.connection = connection;
        this.bridge = bridge;
        this.registrations = registrations;
    }

    void received(String text) {
        var frame = FrameReader.read(text);
        if (frame instanceof Ping) {
            connection.write(Frames.PONG);
        } else if (!blocked) {
            take(frame);
        } else {
            waiting.add(new Waiting(frame, text.length()));
            waitingChars += text.length();
            if (waitingChars > bridge.limits().waitingChars()) {
                connection.close(CloseCode.TOO_FAST);
            }
        }
    }

    private void take(Frame frame) {
        if (frame instanceof Send send) {
            send(send);
        } else if (frame instanceof Register register) {
            register(register.address());
        } else if (frame instanceof Unregister unregister) {
            unregister(unregister.address());
        } else if (frame instanceof Publish publish) {
            deny("publish", publish.address());
        } else if (frame instanceof Invalid invalid) {
            bridge.meters().refused("frame");
            connection.write(Frames.error(invalid.error()));
        }
    }

    private void send(Send send) {
        if (send.address().equals(AUTHENTICATE)) {
            authenticate(send);
        } else if (CommandReader.knows(send.address())) {
            var answer =
                    attempt(() -> bridge.hub().request(connection, CommandReader.read(send.address(), send.body())));
            connection.whenAnswered(answer, result -> answer(send.replyAddress(), result));
        } else {
            deny("send", send.address());
            if (send.replyAddress() != null) {
                connection.write(Frames.accessDenied(send.replyAddress()));
            }
        }
    }

    private void authenticate(Send send) {
        var answer = attempt(() -> bridge.bus()
                        .request(Addresses.VERIFY_TOKEN, new VerifyToken(CommandReader.readToken(send.body()))))
                .compose(this::requireSameUser);
        waitFor(answer, result -> {
            if (result.succeeded()) {
                connection.renew(result.result());
            }
            answer(send.replyAddress(), result.map(DONE));
        });
    }

    private Future<Caller> requireSameUser(Caller caller) {
        return caller.userId().equals(connection.userId())
                ? Future.succeededFuture(caller)
                : Future.failedFuture(new Problem(Code.FORBIDDEN, "this connection is another user's"));
    }

    private void register(String address) {
        if (registrations.contains(address)) {
            connection.write(Frames.error("address_already_registered"));
        } else if (!registrations.mayExist(address) || registrations.isFull()) {
            deny("register", address);
        } else {
            var answer = attempt(() -> bridge.hub().register(connection, address));
            answer.onSuccess(granted -> takeBackIfLate(granted, address));
            waitFor(answer, result -> registered(address, result));
        }
    }

    private void takeBackIfLate(boolean granted, String address) {
        if (granted && connection.isClosed()) {
            bridge.hub().unregister(connection, address);
        }
    }

    private void registered(String address, AsyncResult<Boolean> result) {
        if (result.failed()) {
            connection.write(Frames.failure(address, code(result.cause())));
        } else if (result.result()) {
            registrations.add(address);
        } else {
            deny("register", address);
        }
    }

    private void unregister(String address) {
        if (registrations.remove(address)) {
            bridge.hub().unregister(connection, address);
        } else if (!registrations.mayExist(address)) {
            deny("unregister", address);
        }
    }

    private void deny(String what, String address) {
        bridge.meters().refused(what);
        connection.write(Frames.accessDenied(address));
    }

    private void answer(@Nullable String replyAddress, AsyncResult<String> result) {
        var code = result.failed() ? code(result.cause()) : null;
        if (replyAddress == null) {
            return;
        }
        connection.write(
                code == null ? Frames.message(replyAddress, result.result()) : Frames.failure(replyAddress, code));
    }

    private <T> void waitFor(Future<T> answer, Consumer<AsyncResult<T>> handler) {
        blocked = true;
        connection.whenAnswered(answer, result -> {
            handler.accept(result);
            blocked = false;
            takeWaiting();
        });
    }

    private void takeWaiting() {
        while (!blocked && !waiting.isEmpty() && !connection.isClosed()) {
            var next = waiting.remove();
            waitingChars -= next.chars();
            take(next.frame());
        }
    }

    private static <T> Future<T> attempt(Supplier<Future<T>> work) {
        try {
            return work.get();
        } catch (RuntimeException failure) {
            return Future.failedFuture(failure);
        }
    }

    private static Code code(Throwable failure) {
        if (failure instanceof Problem problem) {
            return problem.code();
        }
        LOG.error("a frame's request failed unexpectedly", failure);
        return Code.INTERNAL;
    }

    private record Waiting(Frame frame, int chars) {}
}
