package io.gavel.store.sql;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sends the statements of a transaction that go out together with one Sync behind the last of them. The client puts one behind
 * each, and at each PostgreSQL sends what it has to say by a call of its own, which wakes up this node: of a small statement
 * that is the larger part of the cost. {@link AnswerReader} makes up for what the client then misses.
 *
 * <p>Without its Sync, a statement that fails takes along those behind it, which a transaction would refuse all the same.
 * Outside of one each has its own: there they have nothing to do with each other.
 *
 * <p>Source: PostgreSQL, Frontend/Backend Protocol, Pipelining, and Message Formats.
 */
final class StatementWriter extends ChannelOutboundHandlerAdapter {
    private static final byte PARSE = 'P';
    private static final byte BIND = 'B';
    private static final byte EXECUTE = 'E';
    private static final byte SYNC = 'S';
    private static final byte QUERY = 'Q';
    private static final int HEAD = 5;

    private final Deque<SentStatement> underWay;

    /** The SQL of BEGIN and COMMIT by the names under which they are prepared. */
    private final Map<String, String> boundaries = new HashMap<>();

    private SentStatement current = new SentStatement();
    private @Nullable SentStatement withoutSync;
    private boolean isInTransaction;

    /** @param underWay gets what is sent, in its order */
    StatementWriter(Deque<SentStatement> underWay) {
        this.underWay = underWay;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        if (!(message instanceof ByteBuf given)) {
            super.write(context, message, promise);
            return;
        }
        var out = context.alloc().ioBuffer(given.readableBytes() + HEAD);
        while (given.isReadable()) {
            int length = 1 + given.getInt(given.readerIndex() + 1);
            forward(given.readSlice(length), out);
        }
        given.release();
        super.write(context, out, promise);
    }

    @Override
    public void flush(ChannelHandlerContext context) throws Exception {
        if (withoutSync != null) {
            var out = context.alloc().ioBuffer(HEAD);
            sync(withoutSync, out);
            super.write(context, out, context.voidPromise());
        }
        super.flush(context);
    }

    private void forward(ByteBuf message, ByteBuf out) {
        byte type = message.getByte(0);
        if (type == PARSE || type == BIND) {
            // More of the same transaction: what is before it goes without.
            withoutSync = null;
        } else if (withoutSync != null && type != EXECUTE && type != SYNC) {
            sync(withoutSync, out);
        }
        switch (type) {
            case PARSE -> prepared(message);
            case BIND -> bound(message);
            case EXECUTE -> current.results++;
            case QUERY -> isInTransaction = false;
            default -> {}
        }
        boolean isEnd = type == SYNC || type == QUERY;
        if (type == SYNC && isInTransaction && current.results > 0) {
            withoutSync = current;
        } else {
            current.isSynced = isEnd;
            out.writeBytes(message);
        }
        if (isEnd) {
            underWay.add(current);
            current = new SentStatement();
        }
    }

    private void sync(SentStatement last, ByteBuf out) {
        last.isSynced = true;
        withoutSync = null;
        out.writeByte(SYNC).writeInt(Integer.BYTES);
    }

    private void prepared(ByteBuf message) {
        var name = text(message, HEAD);
        var sql = text(message, HEAD + name.length() + 1);
        if (sql.equals(TransactionBlock.BEGIN) || sql.equals(TransactionBlock.COMMIT)) {
            boundaries.put(name, sql);
        } else {
            boundaries.remove(name);
        }
    }

    private void bound(ByteBuf message) {
        var portal = text(message, HEAD);
        var sql = boundaries.get(text(message, HEAD + portal.length() + 1));
        if (sql != null) {
            isInTransaction = sql.equals(TransactionBlock.BEGIN);
            current.isCommit = !isInTransaction;
        }
    }

    /** In Latin-1, one character for each byte: names are ASCII, and of SQL only ASCII is looked for. */
    private static String text(ByteBuf message, int from) {
        int end = message.indexOf(from, message.writerIndex(), (byte) 0);
        return message.toString(from, end - from, StandardCharsets.ISO_8859_1);
    }
}
