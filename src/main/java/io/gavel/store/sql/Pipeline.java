package io.gavel.store.sql;

import io.netty.handler.flush.FlushConsolidationHandler;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.internal.SqlConnectionInternal;
import java.util.ArrayDeque;

/**
 * Statements that are sent at once, in one packet. The client writes each to the network by itself, and what costs there is
 * the call, not the bytes.
 */
final class Pipeline {
    private static final int MOST_STATEMENTS_AT_ONCE = 64;
    /** The client's own name for what speaks PostgreSQL's protocol; the network, and TLS, are before it. */
    private static final String CODEC = "codec";

    private Pipeline() {}

    /** Prepares a new connection, and gives it to its pool. */
    static void consolidate(SqlConnection connection) {
        var socket = ((SocketConnectionBase)
                        ((SqlConnectionInternal) connection).unwrap().unwrap())
                .socket();
        var pipeline = socket.channelHandlerContext().pipeline();
        var underWay = new ArrayDeque<SentStatement>();
        pipeline.addBefore(CODEC, null, new AnswerReader(underWay))
                .addBefore(CODEC, null, new StatementWriter(underWay))
                .addBefore(CODEC, null, new FlushConsolidationHandler(MOST_STATEMENTS_AT_ONCE, true));
        connection.close();
    }
}
