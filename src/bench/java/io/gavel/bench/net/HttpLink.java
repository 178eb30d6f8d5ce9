package io.gavel.bench.net;

import java.nio.ByteBuffer;

/** A kept-alive HTTP/1.1 connection with one request at a time. */
public final class HttpLink extends Link {
    private static final byte[] HEAD_END = Bytes.of("\r\n\r\n");
    private static final byte[] LAST_CHUNK = Bytes.of("\r\n0\r\n\r\n");
    private static final byte[] LENGTH = Bytes.of("content-length:");
    private static final int STATUS_AT = "HTTP/1.1 ".length();
    private static final int NO_CONTENT = 204;

    /** Who is told what becomes of the connection. */
    public interface Owner {
        void free(HttpLink link);

        /** An answer is there; its content is read now or never. */
        void answered(HttpLink link, int status, byte[] data, int from, int to);

        void ended(HttpLink link);
    }

    private final Owner owner;
    private boolean busy;
    private long since;

    HttpLink(Owner owner) {
        this.owner = owner;
    }

    /**
     * Sends a request.
     *
     * @param since when it was meant to be sent
     */
    public void ask(byte[] request, long since) {
        busy = true;
        this.since = since;
        send(ByteBuffer.wrap(request));
    }

    public boolean isBusy() {
        return busy;
    }

    public long since() {
        return since;
    }

    @Override
    void connected() {
        owner.free(this);
    }

    @Override
    void ended() {
        owner.ended(this);
    }

    @Override
    int take(byte[] data, int from, int to) {
        int head = Bytes.find(data, from, to, HEAD_END);
        if (head < 0) {
            return from;
        }
        int status = (int) Bytes.number(data, from + STATUS_AT, head);
        int body = head + HEAD_END.length;
        int end = end(data, from, head, to, status);
        if (end < 0 || end > to) {
            return from;
        }
        busy = false;
        owner.answered(this, status, data, body, end);
        owner.free(this);
        return end;
    }

    private static int end(byte[] data, int from, int head, int to, int status) {
        int body = head + HEAD_END.length;
        int length = contentLength(data, from, head);
        if (length >= 0) {
            return body + length;
        }
        if (status == NO_CONTENT) {
            return body;
        }
        int chunk = Bytes.find(data, head + 2, to, LAST_CHUNK);
        return chunk < 0 ? -1 : chunk + LAST_CHUNK.length;
    }

    private static int contentLength(byte[] data, int from, int to) {
        for (int i = from; i < to - LENGTH.length; i++) {
            if (data[i] == '\n' && matches(data, i + 1)) {
                int digits = i + 1 + LENGTH.length;
                return (int) Bytes.number(data, data[digits] == ' ' ? digits + 1 : digits, to);
            }
        }
        return -1;
    }

    private static boolean matches(byte[] data, int at) {
        for (int i = 0; i < LENGTH.length; i++) {
            if ((data[at + i] | 0x20) != (LENGTH[i] | 0x20)) {
                return false;
            }
        }
        return true;
    }
}
