package io.gavel.bridge;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.bridge.PermittedOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.sockjs.SockJSBridgeOptions;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;

/** Vert.x's own bridge: what vertx-eventbus.js was made for. Behind one address it answers, behind another it fails. */
final class StockBridge implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final int port;

    StockBridge() {
        vertx.eventBus().consumer("meeting_hand_raised", message -> message.reply(new JsonObject().put("ok", true)));
        vertx.eventBus().consumer("meeting_mute_all", message -> message.fail(409, "NOT_IN_MEETING"));
        var options = new SockJSBridgeOptions()
                .addInboundPermitted(new PermittedOptions().setAddress("meeting_hand_raised"))
                .addInboundPermitted(new PermittedOptions().setAddress("meeting_mute_all"))
                .addOutboundPermitted(new PermittedOptions().setAddressRegex("meeting\\.[0-9]+"));
        var router = Router.router(vertx);
        router.route("/eventbus/*").subRouter(SockJSHandler.create(vertx).bridge(options));
        port = BridgeNode.await(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"))
                .actualPort();
    }

    BridgeClient connect() {
        return BridgeClient.open("http://127.0.0.1:" + port, "");
    }

    @Override
    public void close() {
        BridgeNode.await(vertx.close());
    }
}
