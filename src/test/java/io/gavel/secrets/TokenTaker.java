package io.gavel.secrets;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** In the place of Prosody: keeps the tokens that a node shows, and refuses them all. */
final class TokenTaker implements AutoCloseable {
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    TokenTaker() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                var shown = exchange.getRequestHeaders().getFirst("Authorization");
                if (shown != null) {
                    tokens.add(shown.replaceFirst("^Bearer ", ""));
                }
                exchange.sendResponseHeaders(403, -1);
            }
        });
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<String> tokens() {
        return List.copyOf(tokens);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
