package io.gavel.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.JsonTree;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** asyncapi.json is whole in itself. */
class AsyncApiTest {
    private static AsyncApiDocument document;

    @BeforeAll
    static void read() throws IOException {
        document = AsyncApiDocument.read();
    }

    @Test
    void everyReferenceLeadsSomewhereAndEverythingReusableIsUsed() {
        var references = new HashSet<String>();
        document.walk((place, object) -> {
            if (object.getValue("$ref") instanceof String reference) {
                document.at(reference);
                assertThat(object.size())
                        .as("nothing stands beside the reference at " + place)
                        .isEqualTo(1);
                references.add(reference);
            }
        });

        var reusable = new HashSet<String>();
        document.json()
                .getJsonObject("components")
                .forEach(kind -> ((JsonObject) kind.getValue())
                        .fieldNames()
                        .forEach(name -> reusable.add("#/components/" + kind.getKey() + "/" + name)));
        assertThat(references).hasSizeGreaterThan(100).containsAll(reusable);
    }

    @Test
    void everyChannelHasMessagesAndEveryMessageAChannel() {
        var carried = new TreeSet<String>();
        for (var channel : document.channels().fieldNames()) {
            assertThat(document.messagesOf(channel)).as(channel).isNotEmpty();
            carried.addAll(document.messagesOf(channel));
        }

        assertThat(carried).isEqualTo(new TreeSet<>(document.messages().fieldNames()));
    }

    @Test
    void everyOperationUsesMessagesOfItsChannelAndEveryChannelHasOne() {
        var used = new TreeSet<String>();
        document.operations().forEach(entry -> {
            var operation = (JsonObject) entry.getValue();
            used.add(channelOf(operation));
            if (operation.containsKey("reply")) {
                used.add(channelOf(operation.getJsonObject("reply")));
            }
        });

        assertThat(used).isEqualTo(new TreeSet<>(document.channels().fieldNames()));
    }

    @Test
    void everyCommandIsAnsweredAndMayFail() {
        document.operations().forEach(entry -> {
            var operation = (JsonObject) entry.getValue();
            var channel =
                    AsyncApiDocument.lastOf(operation.getJsonObject("channel").getString("$ref"));
            var isCommand = operation.getJsonArray("messages").encode().contains("Command\"");
            assertThat(operation.containsKey("reply")).as(channel).isEqualTo(isCommand);
            if (isCommand) {
                var answers = operation
                        .getJsonObject("reply")
                        .getJsonArray("messages")
                        .encode();
                assertThat(answers)
                        .as(channel)
                        .contains("Answer\"", "/InvalidRequestFailure\"", "/UnavailableFailure\"");
            }
        });
    }

    @Test
    void whatTheServerSendsIsClosedAndWhatItGetsIsOpen() {
        var open = new ArrayList<String>();
        var closed = new ArrayList<String>();
        for (var message : document.messages().fieldNames()) {
            JsonTree.walk(message, document.payload(message), (place, object) -> {
                if (object.getValue("properties") instanceof JsonObject) {
                    (object.getBoolean("additionalProperties", true) ? open : closed).add(place);
                }
            });
        }

        assertThat(open).hasSize(24).noneMatch(place -> document.sent().contains(place.replaceAll("/.*", "")));
        assertThat(closed)
                .hasSizeGreaterThan(80)
                .allMatch(place -> document.sent().contains(place.replaceAll("/.*", "")));
    }

    /** The channel of an operation or reply, whose messages all belong to it. */
    private static String channelOf(JsonObject part) {
        var channel = part.getJsonObject("channel").getString("$ref");
        JsonArray messages = part.getJsonArray("messages");
        assertThat(AsyncApiDocument.references(messages))
                .isNotEmpty()
                .hasSize(messages.size())
                .allSatisfy(message -> assertThat(message).startsWith(channel + "/messages/"));
        return AsyncApiDocument.lastOf(channel);
    }
}
