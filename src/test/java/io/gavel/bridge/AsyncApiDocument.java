package io.gavel.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.JsonTree;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** asyncapi.json as it stands in its file. */
public record AsyncApiDocument(JsonObject json) {
    private static final JsonSchemaOptions OPTIONS =
            new JsonSchemaOptions().setBaseUri("urn:gavel").setDraft(Draft.DRAFT7);

    public static AsyncApiDocument read() throws IOException {
        return new AsyncApiDocument(new JsonObject(Files.readString(Path.of("src/main/resources/asyncapi.json"))));
    }

    JsonObject channels() {
        return json.getJsonObject("channels");
    }

    JsonObject operations() {
        return json.getJsonObject("operations");
    }

    JsonObject messages() {
        return json.getJsonObject("components").getJsonObject("messages");
    }

    JsonObject schemas() {
        return json.getJsonObject("components").getJsonObject("schemas");
    }

    /** The keys of the messages that this channel carries. */
    Set<String> messagesOf(String channel) {
        return new TreeSet<>(
                channels().getJsonObject(channel).getJsonObject("messages").fieldNames());
    }

    /** The keys of all messages that come from the server. */
    Set<String> sent() {
        var found = new TreeSet<String>();
        operations().forEach(entry -> {
            var operation = (JsonObject) entry.getValue();
            if (operation.getString("action").equals("send")) {
                references(operation.getJsonArray("messages")).forEach(reference -> found.add(lastOf(reference)));
            } else if (operation.containsKey("reply")) {
                references(operation.getJsonObject("reply").getJsonArray("messages"))
                        .forEach(reference -> found.add(lastOf(reference)));
            }
        });
        return found;
    }

    /** What this message's payload must be, with nothing left to look up. */
    JsonObject payload(String message) {
        return (JsonObject) inlined(messages().getJsonObject(message).getJsonObject("payload"));
    }

    Validator validator(String message) {
        return Validator.create(JsonSchema.of(payload(message)), OPTIONS);
    }

    /** What is wrong with a message of this kind; empty when nothing is. */
    public String faults(String message, JsonObject given) {
        var found = validator(message).validate(given);
        return Boolean.TRUE.equals(found.getValid()) ? "" : message + ": " + found.getErrors() + " in " + given;
    }

    /** What a reference of this document leads to. */
    Object at(String reference) {
        assertThat(reference).startsWith("#/");
        Object node = json;
        for (var step : reference.substring(2).split("/", -1)) {
            assertThat(node).as(reference).isInstanceOf(JsonObject.class);
            node = ((JsonObject) node).getValue(step);
        }
        assertThat(node).as(reference).isNotNull();
        return node;
    }

    static Set<String> references(JsonArray array) {
        var found = new TreeSet<String>();
        array.forEach(reference -> found.add(((JsonObject) reference).getString("$ref")));
        return found;
    }

    static String lastOf(String reference) {
        return reference.substring(reference.lastIndexOf('/') + 1);
    }

    void walk(BiConsumer<String, JsonObject> visit) {
        JsonTree.walk("", json, visit);
    }

    private Object inlined(Object node) {
        if (node instanceof JsonObject object) {
            if (object.containsKey("$ref")) {
                return inlined(at(object.getString("$ref")));
            }
            var copy = new JsonObject();
            object.forEach(child -> copy.put(child.getKey(), inlined(child.getValue())));
            return copy;
        }
        if (node instanceof JsonArray array) {
            var copy = new JsonArray();
            array.forEach(child -> copy.add(inlined(child)));
            return copy;
        }
        return node;
    }
}
