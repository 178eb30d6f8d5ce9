package io.gavel.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;

/** The API document, as it is served and as it judges requests. */
final class ApiDocument {
    private ApiDocument() {}

    /** The file to the letter; blocking, for the start. */
    static Buffer read() {
        return Resources.read("openapi.json");
    }

    /**
     * The document as vertx-openapi reads it. Its 5.0 loads none that knows application/problem+json, and for judging
     * requests no answer counts: the copy that it gets has no bodies of failures.
     */
    static Future<OpenAPIContract> contract(Vertx vertx, Buffer document) {
        var copy = document.toJsonObject();
        copy.getJsonObject("components")
                .getJsonObject("responses")
                .forEach(response -> ((JsonObject) response.getValue()).remove("content"));
        return OpenAPIContract.from(vertx, copy);
    }
}
