package io.gavel.http.request;

import io.gavel.identity.Text;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One operation of the API document: it says what a request's body and parameters must be, and judges them. */
public final class ApiOperation {
    private static final String JSON = "application/json";

    private final String id;
    private final String method;
    private final String path;
    private final String route;
    private final @Nullable SchemaFaults body;
    private final boolean bodyRequired;
    private final Map<String, QueryParameter> query = new LinkedHashMap<>();

    private ApiOperation(String method, String path, JsonObject operation) {
        this.id = operation.getString("operationId");
        this.method = method.toUpperCase(Locale.ROOT);
        this.path = path;
        this.route = path.replaceAll("\\{(\\w+)}", ":$1");
        var requestBody = operation.getJsonObject("requestBody");
        this.body = requestBody == null
                ? null
                : new SchemaFaults(
                        requestBody.getJsonObject("content").getJsonObject(JSON).getJsonObject("schema"));
        this.bodyRequired = requestBody != null && requestBody.getBoolean("required", false);
    }

    /**
     * Reads an operation.
     *
     * @param method in any case
     * @param path with its parameters in braces
     * @param operation as it stands in the document, but without references
     */
    public static ApiOperation of(String method, String path, JsonObject operation) {
        var api = new ApiOperation(method, path, operation);
        for (var item : operation.getJsonArray("parameters", new JsonArray())) {
            var parameter = (JsonObject) item;
            if (parameter.getString("in").equals("query")) {
                var schema = parameter.getJsonObject("schema");
                api.query.put(
                        parameter.getString("name"),
                        new QueryParameter(schema.getString("type"), new SchemaFaults(schema)));
            }
        }
        return api;
    }

    public String id() {
        return id;
    }

    public String method() {
        return method;
    }

    /** The path as the document has it. */
    public String path() {
        return path;
    }

    /** The name under which its requests are counted: the path, its parameters with a colon. */
    public String route() {
        return route;
    }

    public boolean takesBody() {
        return body != null;
    }

    /** Checks type and presence of the body by the request's head alone. Problems: UNSUPPORTED_MEDIA_TYPE. */
    public static void requireJson(RoutingContext context) {
        var request = context.request();
        var length = request.getHeader("Content-Length");
        var hasBody = request.getHeader("Transfer-Encoding") != null || (length != null && !length.equals("0"));
        if (hasBody && (!isJson(request.getHeader("Content-Type")) || request.getHeader("Content-Encoding") != null)) {
            throw new Problem(Code.UNSUPPORTED_MEDIA_TYPE, "a body is application/json in UTF-8, not compressed");
        }
    }

    private static boolean isJson(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        var parts = contentType
                .toLowerCase(Locale.ROOT)
                .replace(" ", "")
                .replace("\"", "")
                .split(";", -1);
        if (!parts[0].equals(JSON)) {
            return false;
        }
        for (int i = 1; i < parts.length; i++) {
            if (parts[i].startsWith("charset=") && !parts[i].equals("charset=utf-8")) {
                return false;
            }
        }
        return true;
    }

    /** Reads the request; what is wrong with it is kept in its faults, for more may be found later. */
    public ApiRequest read(RoutingContext context, BodyHash bodyHash) {
        var faults = new Faults();
        var json = body == null ? new JsonObject() : readBody(context, body, faults);
        return new ApiRequest(context, json, readQuery(context, faults), faults, bodyHash);
    }

    private JsonObject readBody(RoutingContext context, SchemaFaults schema, Faults faults) {
        var buffer = context.body().buffer();
        if (buffer == null || buffer.length() == 0) {
            if (bodyRequired) {
                faults.add("", "takes a JSON object");
            }
            faults.throwIfAny();
            return new JsonObject();
        }
        var json = BodyJson.read(buffer.getBytes(), faults);
        if (json.isEmpty()) {
            faults.throwIfAny();
            return new JsonObject();
        }
        schema.add(json.get(), faults);
        return json.get();
    }

    private Map<String, Object> readQuery(RoutingContext context, Faults faults) {
        var values = new LinkedHashMap<String, Object>();
        query.forEach((name, parameter) -> {
            List<String> given = context.queryParam(name);
            if (given.size() > 1) {
                faults.add(name, "is given more than once");
            } else if (given.size() == 1 && !Text.isStorable(given.get(0))) {
                faults.add(name, "takes text without NUL and without half a surrogate pair");
            } else if (given.size() == 1) {
                var value = parameter.parse(given.get(0));
                parameter.schema().add(name, value, faults);
                values.put(name, value);
            }
        });
        return values;
    }

    /**
     * A parameter of the query.
     *
     * @param type its JSON type in lower case
     */
    private record QueryParameter(String type, SchemaFaults schema) {
        /** The value in its type; text that is none stays text, and the schema refuses it. */
        Object parse(String text) {
            if (type.equals("integer") && text.matches("-?\\d{1,19}")) {
                var number = new BigInteger(text);
                return number.bitLength() < Long.SIZE ? (Object) number.longValue() : text;
            }
            if (type.equals("boolean") && (text.equals("true") || text.equals("false"))) {
                return Boolean.valueOf(text);
            }
            return text;
        }
    }
}
