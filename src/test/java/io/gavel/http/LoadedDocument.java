package io.gavel.http;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import java.util.concurrent.TimeUnit;

/** openapi.json as it is, and as vertx-openapi reads it. */
record LoadedDocument(JsonObject document, OpenAPIContract contract) {
    static LoadedDocument read(Vertx vertx) throws Exception {
        var document = ApiDocument.read().text().toJsonObject();
        // It loads none that knows application/problem+json: its copy has no bodies of failures.
        var copy = document.copy();
        copy.getJsonObject("components")
                .getJsonObject("responses")
                .forEach(response -> ((JsonObject) response.getValue()).remove("content"));
        var contract = OpenAPIContract.from(vertx, copy).await(20, TimeUnit.SECONDS);
        return new LoadedDocument(document, contract);
    }
}
