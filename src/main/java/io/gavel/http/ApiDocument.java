package io.gavel.http;

import io.gavel.http.request.ApiOperation;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * The API document, as it is served and as it judges requests. That it is one is for the tests to say: a node that compared
 * it with OpenAPI's own schemas would be busy with that for half of its start.
 *
 * @param text the file to the letter
 */
record ApiDocument(Buffer text, List<ApiOperation> operations) {

    /** Blocking, for the start. */
    static ApiDocument read() {
        var text = Resources.read("openapi.json");
        return new ApiDocument(text, operations(text.toJsonObject()));
    }

    private static List<ApiOperation> operations(JsonObject document) {
        return document.getJsonObject("paths").stream()
                .flatMap(path -> ((JsonObject) path.getValue())
                        .stream().map(operation -> operation(document, path.getKey(), operation.getKey())))
                .toList();
    }

    private static ApiOperation operation(JsonObject document, String path, String method) {
        var operation = document.getJsonObject("paths").getJsonObject(path).getJsonObject(method);
        operation.remove("responses");
        return ApiOperation.of(method, path, (JsonObject) resolved(document, operation));
    }

    /** The value with a copy of whatever it refers to at the place of the reference. */
    private static Object resolved(JsonObject document, Object value) {
        if (value instanceof JsonArray array) {
            var copy = new JsonArray();
            array.forEach(item -> copy.add(resolved(document, item)));
            return copy;
        }
        if (!(value instanceof JsonObject object)) {
            return value;
        }
        if (object.getValue("$ref") instanceof String reference) {
            return resolved(document, target(document, reference));
        }
        var copy = new JsonObject();
        object.forEach(member -> copy.put(member.getKey(), resolved(document, member.getValue())));
        return copy;
    }

    private static JsonObject target(JsonObject document, String reference) {
        var place = document;
        for (var step : reference.substring("#/".length()).split("/", -1)) {
            place = place.getJsonObject(step);
        }
        return place;
    }
}
