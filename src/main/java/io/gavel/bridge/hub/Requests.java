package io.gavel.bridge.hub;

import io.gavel.bridge.Connection;
import io.gavel.bridge.frame.Request;
import io.gavel.bridge.frame.Request.AskConnection;
import io.gavel.bridge.frame.Request.AskPresence;
import io.gavel.bridge.frame.Request.Change;
import io.gavel.bridge.frame.Request.Read;
import io.gavel.bridge.frame.Request.Resume;
import io.gavel.bridge.frame.Request.Say;
import io.gavel.bridge.frame.Request.Typing;
import io.vertx.core.Future;
import java.util.UUID;

/** Brings what browsers ask for to what answers it. Belongs to the hub's event loop. */
record Requests(String nodeId, Changes changes, Resumption resumption, Talk talk, Presences presences) {
    /** The answer's body. */
    Future<String> answer(Connection connection, Request request) {
        if (request instanceof Change change) {
            return changes.carryOut(connection.id(), connection.caller(), change);
        }
        if (request instanceof Resume resume) {
            return resumption.resume(connection.id(), connection.caller(), resume);
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
        if (request instanceof AskPresence asked) {
            return presences.answer(connection, asked);
        }
        if (request instanceof AskConnection) {
            return Future.succeededFuture(StreamAnswers.connection(nodeId, connection.caller()));
        }
        throw new IllegalStateException("nothing answers " + request);
    }

    /** Sessions and presence live under this lease from now on. */
    void takeLease(UUID incarnation) {
        changes.takeLease(incarnation);
        presences.takeLease(incarnation);
    }

    void opened(Connection connection) {
        presences.opened(connection);
    }

    void closed(Connection connection, long silentMillis) {
        changes.closed(connection.id(), silentMillis);
        presences.closed(connection);
    }
}
