package io.gavel.store.sql;

import io.netty.handler.flush.FlushConsolidationHandler;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.internal.SqlConnectionInternal;

/**
 * Statements that are sent at once, in one packet. The client writes each to the network by itself, and what costs there is
 * the call, not the bytes.
 */
final class Pipeline {
    private static final int MOST_STATEMENTS_AT_ONCE = 64;

    private Pipeline() {}

    /** Prepares a new connection, and gives it to its pool. */
    static void consolidate(SqlConnection connection) {
        var socket = ((SocketConnectionBase)
                        ((SqlConnectionInternal) connection).unwrap().unwrap())
                .socket();
        socket.channelHandlerContext()
                .pipeline()
                .addFirst(new FlushConsolidationHandler(MOST_STATEMENTS_AT_ONCE, true));
        connection.close();
    }
}
