package io.gavel.http;

import io.gavel.http.answer.Answer;
import io.gavel.http.request.ApiOperation;
import io.gavel.http.request.BodyHash;
import io.gavel.http.route.Handlers;
import io.gavel.json.WireJson;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.List;
import java.util.SortedMap;

/**
 * The routes of the API document: each operation is served by the handler of its id, and neither may lack the other. A
 * request is judged in the contract's order: method, media type, size, then its fields.
 */
final class ApiRouter {
    private static final int MOST_BODY_BYTES = 64 * 1024;
    private static final String OPERATION = "operation";

    private final Handlers handlers;
    private final BodyHash bodyHash;
    private final BodyHandler bodyReader = BodyHandler.create(false).setBodyLimit(MOST_BODY_BYTES);

    ApiRouter(Handlers handlers, BodyHash bodyHash) {
        this.handlers = handlers;
        this.bodyHash = bodyHash;
    }

    /** Mounts the operations below this prefix, which ends with a slash. */
    void mount(Router router, List<ApiOperation> operations, String prefix) {
        var paths = new OperationPaths();
        operations.stream()
                .filter(operation -> operation.path().startsWith(prefix))
                .filter(operation -> handlers.serves(operation.id()))
                .forEach(paths::add);
        router.route(prefix + "*").handler(context -> choose(context, paths.at(context.normalizedPath())));
        router.route(prefix + "*").handler(this::serve);
    }

    /** Finds the operation, and has the body read that it takes. */
    private void choose(RoutingContext context, SortedMap<String, ApiOperation> byMethod) {
        if (byMethod.isEmpty()) {
            context.next();
            return;
        }
        var operation = byMethod.get(context.request().method().name());
        if (operation == null) {
            refuseMethod(context, byMethod);
            return;
        }
        RequestMeter.name(context, operation.route());
        context.put(OPERATION, operation);
        context.pathParams().putAll(OperationPaths.parameters(operation, context.normalizedPath()));
        if (operation.takesBody()) {
            ApiOperation.requireJson(context);
            bodyReader.handle(context);
        } else {
            context.next();
        }
    }

    private void serve(RoutingContext context) {
        ApiOperation operation = context.get(OPERATION);
        if (operation == null) {
            context.next();
            return;
        }
        handlers.of(operation.id())
                .apply(operation.read(context, bodyHash))
                .map(answer -> write(context, answer))
                .onFailure(context::fail);
    }

    private static Answer write(RoutingContext context, Answer answer) {
        var response = context.response();
        if (response.closed()) {
            return answer;
        }
        response.setStatusCode(answer.status());
        answer.headers().forEach(response::putHeader);
        var body = answer.body();
        if (body == null) {
            response.end();
        } else {
            response.putHeader("Content-Type", "application/json").end(WireJson.encode(body));
        }
        return answer;
    }

    /** A path of the document with a method that it does not know, also where another path's parameter would match. */
    private static void refuseMethod(RoutingContext context, SortedMap<String, ApiOperation> byMethod) {
        RequestMeter.name(context, byMethod.values().iterator().next().route());
        var allowed = String.join(", ", byMethod.keySet());
        context.response().putHeader("Allow", allowed);
        context.fail(new Problem(Code.METHOD_NOT_ALLOWED, "this path knows " + allowed));
    }
}
