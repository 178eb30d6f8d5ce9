package io.gavel.http;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Files of the class path. Vert.x's own file system would look into the working directory first. */
final class Resources {
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
