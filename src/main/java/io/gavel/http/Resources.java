package io.gavel.http;

import io.vertx.core.buffer.Buffer;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Objects;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/** Files of the class path. Vert.x's own file system would look into the working directory first. */
final class Resources {
    private static final String WEB = "web/";

    private Resources() {}

    /** The whole file; blocking, for the start. */
    static Buffer read(String name) {
        try (var input = Resources.class.getResourceAsStream("/" + name)) {
            if (input == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            return Buffer.buffer(input.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All files of the folder {@code web}, by their paths in it; blocking, for the start. */
    static SortedMap<String, Buffer> readWeb() {
        try {
            var anchor = Objects.requireNonNull(Resources.class.getResource("/" + WEB + "package.json"), WEB);
            return anchor.openConnection() instanceof JarURLConnection jar
                    ? read(jar)
                    : read(Path.of(anchor.toURI()).resolveSibling(""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SortedMap<String, Buffer> read(JarURLConnection connection) throws IOException {
        // Of its own: a shared one would be closed for others, too.
        connection.setUseCaches(false);
        var contents = new TreeMap<String, Buffer>();
        try (var jar = connection.getJarFile()) {
            for (var entry : Collections.list(jar.entries())) {
                if (entry.getName().startsWith(WEB) && !entry.isDirectory()) {
                    try (var input = jar.getInputStream(entry)) {
                        contents.put(entry.getName().substring(WEB.length()), Buffer.buffer(input.readAllBytes()));
                    }
                }
            }
        }
        return contents;
    }

    private static SortedMap<String, Buffer> read(Path folder) throws IOException {
        var contents = new TreeMap<String, Buffer>();
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var name = folder.relativize(file).toString().replace(File.separatorChar, '/');
                contents.put(name, Buffer.buffer(Files.readAllBytes(file)));
            }
        }
        return contents;
    }

    /** The version of the Swagger UI webjar, which is part of its path. */
    static String swaggerUiVersion() {
        var properties = new Properties();
        try (var input = Resources.class.getResourceAsStream("/build.properties")) {
            properties.load(input);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("swagger-ui.version");
    }
}
