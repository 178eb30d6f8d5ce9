package io.gavel.http;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import java.util.concurrent.TimeUnit;

/** openapi.json as it is, and as vertx-openapi reads it. */
record LoadedDocument(JsonObject document, OpenAPIContract contract) {
    static LoadedDocument read(Vertx vertx) throws Exception {
        var document = vertx.fileSystem().readFileBlocking("openapi.json").toJsonObject();
        var contract =
                OpenAPIContract.from(vertx, withoutBodiesOfFailures(document)).await(20, TimeUnit.SECONDS);
        return new LoadedDocument(document, contract);
    }

    /** vertx-openapi 5.0 loads no document that knows application/problem+json; for judging requests no answer counts. */
    private static JsonObject withoutBodiesOfFailures(JsonObject document) {
        var copy = document.copy();
        copy.getJsonObject("components")
                .getJsonObject("responses")
                .forEach(response -> ((JsonObject) response.getValue()).remove("content"));
        return copy;
    }
}
