package io.gavel.http;

import io.gavel.http.request.ApiOperation;
import io.vertx.core.internal.net.RFC3986;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The paths of the API document as a tree of their segments: to find a request's operation takes one look for each segment,
 * however many operations there are. As OpenAPI says, a segment that stands in the document wins over a parameter.
 */
final class OperationPaths {
    private static final String PARAMETER = "{";

    private final Map<String, OperationPaths> literals = new HashMap<>();
    private @Nullable OperationPaths parameter;
    private final SortedMap<String, ApiOperation> byMethod = new TreeMap<>();

    void add(ApiOperation operation) {
        var place = this;
        for (var segment : segments(operation.path())) {
            place = place.below(segment);
        }
        place.byMethod.put(operation.method(), operation);
    }

    private OperationPaths below(String segment) {
        if (!segment.startsWith(PARAMETER)) {
            return literals.computeIfAbsent(segment, first -> new OperationPaths());
        }
        if (parameter == null) {
            parameter = new OperationPaths();
        }
        return parameter;
    }

    /**
     * The operations of a request's path by their methods; empty for a path that the document does not know.
     *
     * @param path normalized, still encoded, with or without a slash at its end
     */
    SortedMap<String, ApiOperation> at(String path) {
        var found = find(segments(path), 0);
        return found == null ? new TreeMap<>() : found.byMethod;
    }

    private @Nullable OperationPaths find(List<String> segments, int depth) {
        if (depth == segments.size()) {
            return byMethod.isEmpty() ? null : this;
        }
        var segment = segments.get(depth);
        var literal = literals.get(segment);
        var found = literal == null ? null : literal.find(segments, depth + 1);
        return found != null || parameter == null || segment.isEmpty() ? found : parameter.find(segments, depth + 1);
    }

    /** What stands at the places of the operation's parameters, decoded, by their names. */
    static Map<String, String> parameters(ApiOperation operation, String path) {
        var names = segments(operation.path());
        var values = segments(path);
        var parameters = new HashMap<String, String>();
        for (int i = 0; i < names.size(); i++) {
            var name = names.get(i);
            if (name.startsWith(PARAMETER)) {
                parameters.put(name.substring(1, name.length() - 1), RFC3986.decodeURIComponent(values.get(i), false));
            }
        }
        return parameters;
    }

    private static List<String> segments(String path) {
        var segments = new ArrayList<String>();
        int end = path.endsWith("/") ? path.length() - 1 : path.length();
        int from = 1;
        while (from <= end) {
            int slash = path.indexOf('/', from);
            int to = slash < 0 || slash > end ? end : slash;
            segments.add(path.substring(from, to));
            from = to + 1;
        }
        return segments;
    }
}
