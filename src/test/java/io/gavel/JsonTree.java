package io.gavel;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.function.BiConsumer;

/** All objects within a document, however deep. */
public final class JsonTree {
    private JsonTree() {}

    /**
     * Visits the node, if it is an object, and all objects below it, each before those within it.
     *
     * @param place where the node is, as a JSON pointer
     */
    public static void walk(String place, Object node, BiConsumer<String, JsonObject> visit) {
        if (node instanceof JsonObject object) {
            visit.accept(place, object);
            object.forEach(child -> walk(place + "/" + child.getKey(), child.getValue(), visit));
        } else if (node instanceof JsonArray array) {
            for (int i = 0; i < array.size(); i++) {
                walk(place + "/" + i, array.getValue(i), visit);
            }
        }
    }
}
