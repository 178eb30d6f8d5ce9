package io.gavel.bench.net;

import java.net.InetSocketAddress;

/** A request, finished, and its answer once it is there. */
public final class Exchange {
    private final byte[] request;
    private int status;
    private String body = "";

    public Exchange(byte[] request) {
        this.request = request;
    }

    /**
     * A request with the head that any client sends.
     *
     * @param body empty for none
     */
    public static byte[] request(InetSocketAddress host, String method, String path, String token, String body) {
        var head = method + " " + path + " HTTP/1.1\r\nHost: " + host.getHostString() + ":" + host.getPort()
                + "\r\nAuthorization: Bearer " + token + "\r\n";
        var content = body.isEmpty()
                ? (method.equals("GET") ? "" : "Content-Length: 0\r\n")
                : "Content-Type: application/json\r\nContent-Length: " + Bytes.of(body).length + "\r\n";
        return Bytes.of(head + content + "\r\n" + body);
    }

    byte[] request() {
        return request;
    }

    void answered(int answer, String content) {
        status = answer;
        body = content;
    }

    /** The answer's status; 0 where the connection ended before it. */
    public int status() {
        return status;
    }

    public String body() {
        return body;
    }
}
