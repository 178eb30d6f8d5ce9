package io.gavel.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The golden files fit the document, and nothing else does. */
class GoldenFilesTest {
    private static AsyncApiDocument document;
    private static SortedMap<String, JsonObject> golden;

    @BeforeAll
    static void read() throws IOException {
        document = AsyncApiDocument.read();
        golden = GoldenFiles.read();
    }

    @Test
    void everyMessageHasItsGoldenFileWhichTheDocumentShows() {
        assertThat(golden.keySet()).isEqualTo(new TreeSet<>(document.messages().fieldNames()));
        golden.forEach((name, message) -> {
            var shown = document.messages()
                    .getJsonObject(name)
                    .getJsonArray("examples")
                    .getJsonObject(0);
            assertThat(shown.getJsonObject("payload").encode()).as(name).isEqualTo(message.encode());
        });
    }

    @Test
    void everyGoldenFileFitsItsSchema() {
        golden.forEach((name, message) -> {
            var found = document.validator(name).validate(message);
            assertThat(found.getValid())
                    .as(() -> name + ": " + found.getErrors())
                    .isTrue();
        });
    }

    @Test
    void aMessageThatLacksAFieldIsRefused() {
        var wronglyAccepted = new ArrayList<String>();
        golden.forEach((name, message) -> {
            var schema = document.payload(name);
            var optional = new TreeSet<>(message.fieldNames());
            var kinds = schema.containsKey("oneOf") ? schema.getJsonArray("oneOf") : List.of(schema);
            ((JsonObject) kinds.iterator().next()).getJsonArray("required").forEach(optional::remove);
            for (var field : message.fieldNames()) {
                var without = message.copy();
                without.remove(field);
                if (document.validator(name).validate(without).getValid() != optional.contains(field)) {
                    wronglyAccepted.add(name + " without " + field);
                }
            }
        });

        assertThat(wronglyAccepted).isEmpty();
    }

    @Test
    void aFieldMoreIsRefusedFromTheServerAndIgnoredFromTheBrowser() {
        var sent = document.sent();

        assertThat(sent).hasSizeGreaterThan(40);
        golden.forEach((name, message) -> {
            var more = message.copy().put("unheardOf", 1);
            assertThat(document.validator(name).validate(more).getValid())
                    .as(name)
                    .isEqualTo(!sent.contains(name));
        });
    }

    @Test
    void eventsAreAsTheDocumentOfRestTellsThem() throws IOException {
        var rest = new JsonObject(Files.readString(Path.of("src/main/resources/openapi.json")))
                .getJsonObject("components")
                .getJsonObject("schemas");

        var events = document.messagesOf("meeting");
        events.addAll(document.messagesOf("conversation"));
        events.remove("TypingEvent");
        assertThat(events).allSatisfy(message -> {
            var there = rest.getJsonObject(message);
            var here = document.payload(message);
            assertThat(there.getJsonObject("properties").fieldNames())
                    .isEqualTo(here.getJsonObject("properties").fieldNames());
            assertThat(there.getJsonArray("required")).isEqualTo(here.getJsonArray("required"));
            assertThat(there.getString("description")).isEqualTo(here.getString("description"));
        });
        assertThat(rest.fieldNames().stream().filter(name -> name.endsWith("Event")))
                .contains("Event", "ConversationEvent")
                .hasSize(events.size() + 2);
    }
}
