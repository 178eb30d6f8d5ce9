package io.gavel.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;

/** The documents of REST and of the bridge, and the page that shows the first. */
final class DocumentRoutes {
    private static final String WEBJAR = "META-INF/resources/webjars/swagger-ui/";
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'";

    private final Buffer document;

    /** @param document the API document, as it stands in its file */
    DocumentRoutes(Buffer document) {
        this.document = document;
    }

    void mount(Router router) {
        document(router, "/openapi.json", document);
        document(router, "/asyncapi.json", Resources.read("asyncapi.json"));
        page(router, "/docs", "text/html; charset=utf-8");
        page(router, "/docs/docs.js", "text/javascript; charset=utf-8");
        page(router, "/docs/docs.css", "text/css; charset=utf-8");
        router.get("/docs/ui/*").handler(context -> {
            RequestMeter.name(context, "/docs");
            context.next();
        });
        router.get("/docs/ui/*")
                .handler(StaticHandler.create(FileSystemAccess.RELATIVE, WEBJAR + Resources.swaggerUiVersion())
                        .setEnableRangeSupport(false)
                        .setDirectoryListing(false)
                        .setCachingEnabled(false)
                        .setIncludeHidden(false));
    }

    private static void document(Router router, String path, Buffer content) {
        router.get(path).handler(context -> {
            RequestMeter.name(context, path);
            context.response().putHeader("Content-Type", "application/json").end(content);
        });
    }

    private static void page(Router router, String path, String type) {
        var content = Resources.read(path.equals("/docs") ? "docs/index.html" : path.substring(1));
        router.get(path).handler(context -> {
            RequestMeter.name(context, "/docs");
            context.response()
                    .putHeader("Content-Type", type)
                    .putHeader("Content-Security-Policy", POLICY)
                    .end(content);
        });
    }
}
