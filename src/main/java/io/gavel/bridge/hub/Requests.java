package io.gavel.bridge.hub;

import io.gavel.bridge.Connection;
import io.gavel.bridge.frame.Request;
import io.gavel.bridge.frame.Request.Change;
import io.gavel.bridge.frame.Request.Read;
import io.gavel.bridge.frame.Request.Resume;
import io.gavel.bridge.frame.Request.Say;
import io.gavel.bridge.frame.Request.Typing;
import io.vertx.core.Future;

/** Brings what browsers ask for to what answers it. Belongs to the hub's event loop. */
record Requests(Changes changes, Resumption resumption, Talk talk) {
    /** The answer's body. */
    Future<String> answer(Connection connection, Request request) {
        if (request instanceof Change change) {
            return changes.carryOut(connection, change);
        }
        if (request instanceof Resume resume) {
            return resumption.resume(connection, resume);
        }
        if (request instanceof Say say) {
            return talk.say(connection, say);
        }
        if (request instanceof Read read) {
            return talk.read(connection, read);
        }
        if (request instanceof Typing typing) {
            return talk.type(connection, typing);
        }
        throw new IllegalStateException("nothing answers " + request);
    }

    void closed(Connection connection, long silentMillis) {
        changes.closed(connection.id(), silentMillis);
    }
}
