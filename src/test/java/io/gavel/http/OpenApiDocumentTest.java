package io.gavel.http;

import static io.gavel.JsonTree.walk;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.gavel.access.Join;
import io.gavel.access.Ticket;
import io.gavel.conversation.Conversation;
import io.gavel.conversation.ConversationPage;
import io.gavel.conversation.ConversationRequests.Changed;
import io.gavel.conversation.FoundMessages;
import io.gavel.conversation.Member;
import io.gavel.conversation.Message;
import io.gavel.conversation.MessagePage;
import io.gavel.doctor.TokenFinding;
import io.gavel.doctor.TokenReport;
import io.gavel.event.EventPage;
import io.gavel.meeting.Meeting;
import io.gavel.meeting.MeetingPage;
import io.gavel.meeting.Participant;
import io.gavel.meeting.Recording;
import io.gavel.meeting.RecordingLink;
import io.gavel.meeting.RecordingList;
import io.gavel.notification.Notification;
import io.gavel.notification.NotificationPage;
import io.gavel.presence.Presence;
import io.gavel.presence.PresenceList;
import io.gavel.presence.PresenceSettings;
import io.gavel.problem.Code;
import io.gavel.problem.Fault;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OpenApiDocumentTest {
    private static final String OPENAPI = "https://spec.openapis.org/oas/3.1/schema/2022-10-07";
    private static final String JSON_SCHEMA = "https://json-schema.org/draft/2020-12/schema";
    private static final Set<Code> OF_THE_BRIDGE_ALONE = Set.of(
            Code.NOT_JOINED, Code.RECORDING_DISABLED, Code.NOT_IN_MEETING, Code.ALREADY_RECORDING, Code.NOT_RECORDING);
    private static final Vertx VERTX = Vertx.vertx();
    private static LoadedDocument loaded;

    @BeforeAll
    static void load() throws Exception {
        loaded = LoadedDocument.read(VERTX);
    }

    @AfterAll
    static void close() throws Exception {
        VERTX.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    void theDocumentAndItsSchemasAreValid() {
        var repository = loaded.contract().getSchemaRepository();
        var whole = repository.validator(OPENAPI).validate(loaded.document());
        var schemas = new ArrayList<OutputUnit>();
        walk("", loaded.document(), (place, object) -> {
            if (object.getValue("schema") instanceof JsonObject schema) {
                schemas.add(repository.validator(JSON_SCHEMA).validate(schema));
            }
        });
        part("schemas")
                .forEach(schema -> schemas.add(repository.validator(JSON_SCHEMA).validate(schema.getValue())));

        assertThat(whole.getErrors()).isNull();
        assertThat(schemas)
                .hasSizeGreaterThan(100)
                .allSatisfy(found -> assertThat(found.getErrors()).isNull());
    }

    @Test
    void everyExampleFitsItsSchema() {
        var faults = new TreeMap<String, Object>();
        var judged = new ArrayList<String>();
        walk(
                "",
                loaded.document(),
                (place, object) -> examples(object).forEach((name, example) -> {
                    judged.add(place + " " + name);
                    var found = validator(object.getJsonObject("schema")).validate(example);
                    if (!found.getValid()) {
                        faults.put(place + " " + name, found.getErrors());
                    }
                }));

        assertThat(faults).isEmpty();
        assertThat(judged).hasSizeGreaterThan(60);
    }

    @Test
    void everyBodyHasAnExample() {
        var bare = new ArrayList<String>();
        walk("", loaded.document(), (place, object) -> {
            if (place.matches(".*/content/application/[a-z+]+")
                    && examples(object).isEmpty()) {
                bare.add(place);
            }
        });

        assertThat(bare).isEmpty();
    }

    @Test
    void answersHaveExactlyTheFieldsThatTheRecordsHave() {
        var records = List.<Class<?>>of(
                Meeting.class,
                MeetingPage.class,
                Participant.class,
                Recording.class,
                RecordingLink.class,
                RecordingList.class,
                Notification.class,
                NotificationPage.class,
                Presence.class,
                PresenceList.class,
                PresenceSettings.class,
                Join.class,
                Ticket.class,
                EventPage.class,
                Conversation.class,
                ConversationPage.class,
                Member.class,
                Message.class,
                Message.Reaction.class,
                MessagePage.class,
                FoundMessages.class,
                Changed.class,
                TokenReport.class,
                TokenFinding.class,
                Fault.class);

        assertThat(records).allSatisfy(record -> {
            var schema = part("schemas").getJsonObject(record.getSimpleName());
            var fields = fields(record).toList();
            assertThat(schema.getJsonObject("properties").fieldNames()).containsExactlyInAnyOrderElementsOf(fields);
            assertThat(texts(schema.getJsonArray("required")))
                    .containsExactlyInAnyOrderElementsOf(fields.stream()
                            .filter(field -> !isLeftOut(record, field))
                            .toList());
        });
    }

    /** A record's fields on the wire, those of what it unwraps among them. */
    private static Stream<String> fields(Class<?> record) {
        return Arrays.stream(record.getRecordComponents())
                .flatMap(field -> field.getAccessor().isAnnotationPresent(JsonUnwrapped.class)
                        ? fields(field.getType())
                        : Stream.of(field.getName()));
    }

    /** Whether a field is absent where it would be null. */
    private static boolean isLeftOut(Class<?> record, String field) {
        return Arrays.stream(record.getRecordComponents())
                .anyMatch(component -> component.getName().equals(field)
                        && component.getAccessor().isAnnotationPresent(JsonInclude.class));
    }

    @Test
    void problemsSayWhatTheirCodeSays() {
        var codes = part("schemas")
                .getJsonObject("Problem")
                .getJsonObject("properties")
                .getJsonObject("code");
        var shown = new TreeSet<String>();
        walk(
                "",
                part("responses"),
                (place, object) -> examples(object).values().forEach(value -> {
                    var problem = (JsonObject) value;
                    var code = Code.valueOf(problem.getString("code"));
                    shown.add(code.name());
                    assertThat(problem.getInteger("status")).isEqualTo(code.status());
                    assertThat(problem.getString("title")).isEqualTo(code.title());
                }));

        var all = Arrays.stream(Code.values())
                .filter(code -> !OF_THE_BRIDGE_ALONE.contains(code))
                .map(Code::name)
                .toList();
        assertThat(texts(codes.getJsonArray("enum"))).isEqualTo(all);
        assertThat(shown).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void failuresStandUnderTheirStatus() {
        walk("", loaded.document().getJsonObject("paths"), (place, object) -> {
            var status = place.substring(place.lastIndexOf('/') + 1);
            if (object.getString("$ref", "").startsWith("#/components/responses/") && !status.equals("default")) {
                var name = object.getString("$ref").substring("#/components/responses/".length());
                var problems = examples(part("responses")
                        .getJsonObject(name)
                        .getJsonObject("content")
                        .getJsonObject("application/problem+json"));
                assertThat(problems.values())
                        .extracting(problem -> ((JsonObject) problem).getInteger("status"))
                        .as(place)
                        .containsOnly(Integer.valueOf(status));
            }
        });
    }

    private static List<String> texts(JsonArray array) {
        return array.stream().map(Object::toString).toList();
    }

    private static JsonObject part(String components) {
        return loaded.document().getJsonObject("components").getJsonObject(components);
    }

    private static Validator validator(JsonObject schema) {
        var repository = loaded.contract().getSchemaRepository();
        return schema.containsKey("$ref")
                ? repository.validator(schema.getString("$ref"))
                : repository.validator(JsonSchema.of(schema.copy()));
    }

    private static Map<String, Object> examples(JsonObject object) {
        var found = new TreeMap<String, Object>();
        if (object.getValue("schema") instanceof JsonObject) {
            if (object.containsKey("example")) {
                found.put("example", object.getValue("example"));
            }
            object.getJsonObject("examples", new JsonObject())
                    .forEach(example ->
                            found.put(example.getKey(), ((JsonObject) example.getValue()).getValue("value")));
        }
        return found;
    }
}
