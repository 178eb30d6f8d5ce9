package io.gavel.store.sql;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.List;

/**
 * Gives the client the answers to its statements as if each had been sent with a Sync: behind the result of each comes that
 * PostgreSQL is ready, and behind a failure, for each statement that was left out because of it, the error that PostgreSQL
 * gives within a failed transaction. A COMMIT that came to a ROLLBACK, which PostgreSQL calls a success, is that error too.
 */
final class AnswerReader extends ByteToMessageDecoder {
    private static final byte COMMAND_COMPLETE = 'C';
    private static final byte EMPTY_QUERY = 'I';
    private static final byte PORTAL_SUSPENDED = 's';
    private static final byte ERROR = 'E';
    private static final byte READY = 'Z';
    private static final int HEAD = 5;
    private static final byte[] READY_IN_TRANSACTION = {READY, 0, 0, 0, HEAD, 'T'};
    private static final byte[] READY_IN_FAILED = {READY, 0, 0, 0, HEAD, 'E'};
    private static final byte[] LEFT_OUT = error("SERROR", "VERROR", "C25P02", "Mcurrent transaction is aborted");
    private static final String ROLLBACK = "ROLLBACK";

    private final Deque<SentStatement> underWay;

    /** @param underWay the statements that are to be answered, in their order */
    AnswerReader(Deque<SentStatement> underWay) {
        this.underWay = underWay;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        int length = in.readableBytes() < HEAD ? Integer.MAX_VALUE : 1 + in.getInt(in.readerIndex() + 1);
        if (length <= in.readableBytes()) {
            answer(in.readRetainedSlice(length), out);
        }
    }

    private void answer(ByteBuf message, List<Object> out) {
        byte type = message.getByte(0);
        var statement = underWay.peek();
        if (statement != null && type == COMMAND_COMPLETE && statement.isCommit && isRollback(message)) {
            message.release();
            out.add(Unpooled.wrappedBuffer(LEFT_OUT));
            return;
        }
        out.add(message);
        if (statement == null) {
            return;
        }
        if (type == READY) {
            underWay.remove();
        } else if (type == ERROR && !statement.isSynced) {
            leaveOut(out);
        } else if (isResult(type) && !statement.isSynced && --statement.results == 0) {
            underWay.remove();
            out.add(Unpooled.wrappedBuffer(READY_IN_TRANSACTION));
        }
    }

    /** PostgreSQL passes over everything up to the next Sync. */
    private void leaveOut(List<Object> out) {
        do {
            underWay.remove();
            out.add(Unpooled.wrappedBuffer(READY_IN_FAILED));
            out.add(Unpooled.wrappedBuffer(LEFT_OUT));
        } while (isNextLeftOut());
    }

    /** The one with the Sync is left out as well, but PostgreSQL itself says that it is ready then. */
    private boolean isNextLeftOut() {
        var next = underWay.peek();
        return next != null && !next.isSynced;
    }

    private static boolean isResult(byte type) {
        return type == COMMAND_COMPLETE || type == EMPTY_QUERY || type == PORTAL_SUSPENDED;
    }

    private static boolean isRollback(ByteBuf message) {
        return message.toString(HEAD, message.readableBytes() - HEAD - 1, StandardCharsets.US_ASCII)
                .equals(ROLLBACK);
    }

    private static byte[] error(String... fields) {
        var out = Unpooled.buffer();
        out.writeByte(ERROR).writeInt(0);
        for (var field : fields) {
            out.writeCharSequence(field, StandardCharsets.US_ASCII);
            out.writeByte(0);
        }
        out.writeByte(0).setInt(1, out.readableBytes() - 1);
        var bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return bytes;
    }
}
