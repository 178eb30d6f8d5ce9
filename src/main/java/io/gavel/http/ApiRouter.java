package io.gavel.http;

import io.gavel.http.answer.Answer;
import io.gavel.http.request.ApiOperation;
import io.gavel.http.request.ApiRequest;
import io.gavel.http.request.BodyHash;
import io.gavel.http.route.Handlers;
import io.gavel.json.WireJson;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The routes of the API document: each operation is served by the handler of its id, and neither may lack the other. A
 * request is judged in the contract's order: method, media type, size, then its fields.
 */
final class ApiRouter {
    private static final int MOST_BODY_BYTES = 64 * 1024;

    private final Handlers handlers;
    private final BodyHash bodyHash;
    private final BodyHandler bodyReader = BodyHandler.create(false).setBodyLimit(MOST_BODY_BYTES);

    ApiRouter(Handlers handlers, BodyHash bodyHash) {
        this.handlers = handlers;
        this.bodyHash = bodyHash;
    }

    /** Mounts the operations below this prefix. */
    void mount(Router router, List<ApiOperation> operations, String prefix) {
        Map<String, List<ApiOperation>> byRoute = operations.stream()
                .filter(operation -> operation.path().startsWith(prefix))
                .filter(operation -> handlers.serves(operation.id()))
                .collect(Collectors.groupingBy(
                        ApiOperation::route, () -> new TreeMap<>(literalFirst()), Collectors.toList()));
        byRoute.forEach((route, ofRoute) -> {
            ofRoute.forEach(operation -> mount(router, operation));
            refuseOthers(router, route, ofRoute);
        });
    }

    private void mount(Router router, ApiOperation operation) {
        var handler = handlers.of(operation.id());
        route(router, operation).handler(context -> {
            RequestMeter.name(context, operation.route());
            if (operation.takesBody()) {
                ApiOperation.requireJson(context);
            }
            context.next();
        });
        if (operation.takesBody()) {
            route(router, operation).handler(bodyReader);
        }
        route(router, operation).handler(context -> serve(context, operation, handler));
    }

    /** A route of its own for each step: Vert.x wants readers of bodies first within one. */
    private static Route route(Router router, ApiOperation operation) {
        return router.route(HttpMethod.valueOf(operation.method()), operation.route());
    }

    private void serve(RoutingContext context, ApiOperation operation, Function<ApiRequest, Future<Answer>> handler) {
        handler.apply(operation.read(context, bodyHash))
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
    private static void refuseOthers(Router router, String route, List<ApiOperation> operations) {
        var allowed = operations.stream().map(ApiOperation::method).sorted().collect(Collectors.joining(", "));
        router.route(route).handler(context -> {
            RequestMeter.name(context, route);
            context.response().putHeader("Allow", allowed);
            context.fail(new Problem(Code.METHOD_NOT_ALLOWED, "this path knows " + allowed));
        });
    }

    /** As OpenAPI says: a path without parameters wins over one with. */
    private static Comparator<String> literalFirst() {
        return Comparator.<String, Boolean>comparing(route -> route.contains(":"))
                .thenComparing(route -> route);
    }
}
