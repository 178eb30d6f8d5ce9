package io.gavel.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.bridge.AsyncApiDocument;
import io.gavel.http.MountedRoutes;
import io.gavel.ops.ManagementRoutes;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing can be called that has no row, and no row calls what is not there. */
class CoverageTest {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");

    @Test
    void everyOperationHasARowForEverybodyAtEveryTime() throws IOException {
        var operations = operations();
        var described = new TreeSet<String>();
        var faults = new ArrayList<String>();
        for (var section : Matrix.rest().sections()) {
            var call = RestCall.of(section);
            faults.addAll(section.gaps(call.roles(), Set.of("")));
            if (!columns(call).contains(section.columns())) {
                faults.add(section.title() + ": tried in " + section.columns());
            }
            if (!call.operationId().isEmpty()) {
                described.add(call.operationId());
                if (!(call.method() + " " + call.shape()).equals(operations.get(call.operationId()))) {
                    faults.add(section.title() + " is not " + operations.get(call.operationId()));
                }
            }
        }

        faults.addAll(withoutRows(operations.keySet(), described::contains));
        assertThat(faults).isEmpty();
    }

    private static List<String> withoutRows(Set<String> there, Predicate<String> hasRows) {
        return there.stream()
                .filter(hasRows.negate())
                .map(one -> one + " has no rows")
                .toList();
    }

    /** What may depend on a meeting's status is tried in all of them. */
    private static Set<List<Column>> columns(RestCall call) {
        if (call.path().contains("{conversation}")) {
            return Set.of(Column.CONVERSATIONS);
        }
        if (call.path().contains("{meeting}")) {
            return Set.of(Column.STATUSES);
        }
        return Set.of(List.of(Column.ALWAYS), Column.STATUSES);
    }

    /** Each operation of the API document: its method and its path without names. */
    private static Map<String, String> operations() throws IOException {
        var document = new JsonObject(Files.readString(Path.of("src/main/resources/openapi.json")));
        var operations = new TreeMap<String, String>();
        document.getJsonObject("paths")
                .forEach(path -> ((JsonObject) path.getValue()).forEach(entry -> {
                    if (METHODS.contains(entry.getKey())) {
                        var call = entry.getKey().toUpperCase(Locale.ROOT) + " " + RestCall.shape(path.getKey());
                        operations.put(((JsonObject) entry.getValue()).getString("operationId"), call);
                    }
                }));
        return operations;
    }

    @Test
    void everyRouteThatANodeMountsHasARowAndEachRowARoute(@TempDir Path folder) throws Exception {
        var routes = MountedRoutes.read(OpenNode.settings(folder), folder);
        var called = Matrix.rest().sections().stream()
                .map(RestCall::of)
                .map(call -> call.method() + " " + call.shape())
                .toList();
        var answered = Matrix.rest().sections().stream()
                .filter(section -> section.cells().stream()
                        .anyMatch(cell -> !cell.expected().status().equals("404")))
                .map(RestCall::of)
                .filter(call -> call.operationId().isEmpty()
                        && !call.isForOperators()
                        && call.path().startsWith("/"))
                .map(call -> call.method() + " " + call.shape());

        assertThat(withoutRows(routes, route -> called.stream().anyMatch(shape -> serves(route, shape))))
                .isEmpty();
        assertThat(answered.filter(shape -> routes.stream().noneMatch(route -> serves(route, shape))))
                .as("rows of what is not there")
                .isEmpty();
    }

    @Test
    void everyRouteOfTheManagementPortHasARowAndEachRowARoute(@TempDir Path folder) throws Exception {
        var called = Matrix.rest().sections().stream()
                .map(RestCall::of)
                .filter(RestCall::isForOperators)
                .map(call -> call.method() + " " + call.shape())
                .collect(Collectors.toSet());

        assertThat(called).isEqualTo(ManagementRoutes.read(folder));
    }

    /** A route that ends with a slash stands for all below it, whatever the method. */
    private static boolean serves(String route, String shape) {
        if (route.endsWith("/") && !route.endsWith(" /")) {
            return shape.replaceFirst(".* ", "").startsWith(route.replaceFirst(".* ", ""));
        }
        var path = route.replaceAll(":\\w+", "{}");
        return path.matches(Pattern.quote(shape).replace("{}", "\\E[^/]+\\Q"));
    }

    @Test
    void everyAddressHasARowForEverybodyEachWayAndAtEveryTime() throws IOException {
        var hows = new TreeMap<String, Set<String>>();
        var faults = new ArrayList<String>();
        for (var section : Matrix.bridge().sections()) {
            var call = BridgeCall.of(section);
            hows.computeIfAbsent(RestCall.shape(call.address()), unknown -> new TreeSet<>())
                    .addAll(section.hows());
            faults.addAll(section.gaps(Role.with(Role.CONNECTED, Role.NONE, Role.BAD_TOKEN), section.hows()));
            if (!call.columns().equals(section.columns())) {
                faults.add(section.title() + ": tried in " + section.columns());
            }
        }

        var documented = documented();
        faults.addAll(withoutRows(documented, hows::containsKey));
        hows.forEach((address, ways) -> {
            if (!BridgeCall.isPattern(address) && !documented.contains(address)) {
                faults.add(address + " is not there");
            }
            if (!ways.equals(Set.of("send", "publish", "register"))) {
                faults.add(address + " is tried by " + ways + " alone");
            }
        });
        assertThat(faults).isEmpty();
    }

    private static Set<String> documented() throws IOException {
        return AsyncApiDocument.read().json().getJsonObject("channels").stream()
                .map(channel -> ((JsonObject) channel.getValue()).getString("address"))
                .filter(Objects::nonNull)
                .map(RestCall::shape)
                .collect(Collectors.toSet());
    }

    @Test
    void everyAddressBetweenVerticlesBelongsToARow() {
        var patterns = Matrix.bridge().sections().stream()
                .map(BridgeCall::of)
                .filter(call -> BridgeCall.isPattern(call.address()))
                .toList();
        var covered =
                patterns.stream().flatMap(call -> call.addresses().stream()).collect(Collectors.toSet());

        assertThat(withoutRows(BridgeCall.INTERNAL, covered::contains)).isEmpty();
        assertThat(patterns.stream().filter(call -> call.addresses().isEmpty()))
                .as("rows of what is not there")
                .isEmpty();
    }
}
