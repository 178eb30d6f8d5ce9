package io.gavel.http;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import java.util.concurrent.TimeUnit;

/** openapi.json as it is, and as the node judges requests by it. */
record LoadedDocument(JsonObject document, OpenAPIContract contract) {
    static LoadedDocument read(Vertx vertx) throws Exception {
        var document = ApiDocument.read();
        var contract = ApiDocument.contract(vertx, document).await(20, TimeUnit.SECONDS);
        return new LoadedDocument(document.toJsonObject(), contract);
    }
}
