package io.gavel.supply;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.gavel.Tools;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The bill of materials that lies in the jar. */
record Sbom(JsonObject document, List<Component> components) {
    static final Path JAR = Path.of("target", "gavel.jar");

    private static final String ENTRY = "META-INF/sbom/gavel.cdx.json";

    /** A component that the jar was put together from. */
    record Component(
            String group,
            String name,
            String version,
            @Nullable String sha256,
            int licences) {
        static Component of(JsonObject json) {
            var sha256 = objects(json, "hashes")
                    .filter(hash -> "SHA-256".equals(hash.getString("alg")))
                    .map(hash -> hash.getString("content"))
                    .findFirst()
                    .orElse(null);
            return new Component(
                    json.getString("group"), json.getString("name"), json.getString("version"), sha256, (int)
                            objects(json, "licenses").count());
        }

        /** Its own jar, as Maven put it on the class path of the tests. */
        Path file() {
            var end = Path.of(group.replace('.', '/'), name, version, name + "-" + version + ".jar");
            return classPath().filter(jar -> jar.endsWith(end)).findFirst().orElseThrow(() -> new AssertionError(end));
        }

        @Override
        public String toString() {
            return group + ":" + name + ":" + version;
        }
    }

    /** Skips the test where the jar was made offline, for then it has none. */
    static Sbom ofTheJar() throws IOException {
        try (var jar = new JarFile(JAR.toFile())) {
            var entry = jar.getJarEntry(ENTRY);
            if (entry == null) {
                var missing = "the jar was made offline, where the plugin that lists its components does not run";
                return Tools.areRequired() ? fail(missing) : abort(missing);
            }
            try (var content = jar.getInputStream(entry)) {
                var document = new JsonObject(Buffer.buffer(content.readAllBytes()));
                return new Sbom(
                        document,
                        objects(document, "components").map(Component::of).toList());
            }
        }
    }

    /** Every jar that the tests run with. */
    static Stream<Path> classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(place -> place.endsWith(".jar"))
                .map(Path::of);
    }

    private static Stream<JsonObject> objects(JsonObject json, String field) {
        var array = json.getJsonArray(field);
        return array == null ? Stream.of() : array.stream().map(JsonObject.class::cast);
    }
}
