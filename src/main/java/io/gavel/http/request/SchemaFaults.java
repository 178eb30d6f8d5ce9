package io.gavel.http.request;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A JSON schema that tells what is wrong as faults of the body's own fields, in words for people. */
final class SchemaFaults {
    private static final Pattern MISSING = Pattern.compile("Instance does not have required property \"(.*)\"");
    private static final Pattern UNKNOWN =
            Pattern.compile("Property \"(.*)\" does not match additional properties schema", Pattern.DOTALL);

    private static final JsonSchemaOptions OPTIONS = new JsonSchemaOptions()
            .setDraft(Draft.DRAFT202012)
            .setOutputFormat(OutputFormat.Basic)
            .setBaseUri("app://gavel");

    private final JsonObject schema;
    private @Nullable Validator validator;

    /** @param schema without references */
    SchemaFaults(JsonObject schema) {
        this.schema = schema;
    }

    /** Judges a body. */
    void add(JsonObject body, Faults faults) {
        var errors = errors(body);
        // The validator reports a known but faulty field as an unknown one too; only the known has this mark.
        Set<String> known = errors.stream()
                .filter(error -> keyword(error).equals("properties"))
                .map(OutputUnit::getInstanceLocation)
                .collect(Collectors.toSet());
        for (var error : errors) {
            switch (keyword(error)) {
                case "properties", "items" -> {
                    // Wrappers: what is wrong below has an error of its own.
                }
                case "required" -> faults.add(name(MISSING, error), "is required");
                case "additionalProperties" -> {
                    if (!known.contains(error.getInstanceLocation())) {
                        faults.add(name(UNKNOWN, error), "is not known here");
                    }
                }
                default -> faults.add(field(error.getInstanceLocation()), message(error));
            }
        }
    }

    /** Judges the value of one parameter. */
    void add(String name, Object value, Faults faults) {
        errors(value).stream().findFirst().ifPresent(error -> faults.add(name, message(error)));
    }

    private List<OutputUnit> errors(Object value) {
        if (validator == null) {
            validator = Validator.create(JsonSchema.of(schema), OPTIONS, SchemaFaults::format);
        }
        var errors = validator.validate(value).getErrors();
        return errors == null ? List.of() : errors;
    }

    /** Of formats only that of ids counts: what is longer is none, however whole a number. The others have patterns. */
    private static @Nullable String format(String type, @Nullable String format, Object value) {
        return "int64".equals(format) && !(value instanceof Integer || value instanceof Long)
                ? "Integer does not match the format \"int64\""
                : null;
    }

    private String message(OutputUnit error) {
        var limit = limit(error.getKeywordLocation());
        return switch (keyword(error)) {
            case "type" -> "takes " + types(limit);
            case "minLength" -> "takes at least " + limit + " characters";
            case "maxLength" -> "takes at most " + limit + " characters";
            case "minimum" -> "takes at least " + limit;
            case "maximum" -> "takes at most " + limit;
            case "minItems" -> "takes at least " + limit + " items";
            case "maxItems" -> "takes at most " + limit + " items";
            case "enum" -> "takes one of " + limit;
            case "pattern" -> "takes another form; the API document shows which";
            default -> "takes another value: " + error.getError();
        };
    }

    private static String types(@Nullable Object types) {
        var names = types instanceof JsonArray array
                ? array.stream().map(String::valueOf).toList()
                : List.of(types + "");
        return names.stream()
                .map(name -> switch (name) {
                    case "string" -> "text";
                    case "integer" -> "a whole number";
                    case "number" -> "a number";
                    case "boolean" -> "true or false";
                    case "array" -> "a list";
                    case "object" -> "an object";
                    default -> name;
                })
                .collect(Collectors.joining(" or "));
    }

    /** The keyword's own value in the schema, such as 200 for a maxLength. */
    private @Nullable Object limit(String keywordLocation) {
        Object place = schema;
        for (var step : keywordLocation.split("/", -1)) {
            if (!step.equals("#")) {
                place = place instanceof JsonObject object ? object.getValue(step) : null;
            }
        }
        return place;
    }

    private static String keyword(OutputUnit error) {
        return error.getKeywordLocation().substring(error.getKeywordLocation().lastIndexOf('/') + 1);
    }

    /** The body's own field in which the location lies. */
    private static String field(String location) {
        return location.equals("#") ? "" : location.substring(2).split("/", 2)[0];
    }

    private static String name(Pattern pattern, OutputUnit error) {
        var matcher = pattern.matcher(error.getError());
        return matcher.matches() ? matcher.group(1) : field(error.getInstanceLocation());
    }
}
