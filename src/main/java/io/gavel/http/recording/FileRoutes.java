package io.gavel.http.recording;

import io.gavel.bus.Addresses;
import io.gavel.bus.Bus;
import io.gavel.http.answer.RouteNames;
import io.gavel.meeting.MeetingRequests.FindRecording;
import io.gavel.meeting.Recording;
import io.gavel.meeting.RecordingPath;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** The files of recordings, for whoever has a link; see {@link RecordingLinks}. */
public final class FileRoutes {
    private static final String PATH = "/recordings/:id";
    private static final String ALLOWED = "GET, HEAD";
    private static final Pattern ID = Pattern.compile("[1-9]\\d{0,17}");

    private final Vertx vertx;
    private final Bus bus;
    private final RecordingPath path;
    private final Path folder;
    private final RecordingLinks links;

    /**
     * The routes of one event loop.
     *
     * @param path what the addresses of the files in the folder start with
     */
    public FileRoutes(Vertx vertx, Bus bus, RecordingPath path, Path folder, RecordingLinks links) {
        this.vertx = vertx;
        this.bus = bus;
        this.path = path;
        this.folder = folder;
        this.links = links;
    }

    public void mount(Router router) {
        router.route(PATH).handler(context -> {
            RouteNames.give(context, PATH);
            var method = context.request().method();
            if (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)) {
                serve(context);
            } else {
                context.response().putHeader("Allow", ALLOWED);
                context.fail(new Problem(Code.METHOD_NOT_ALLOWED, "this path knows " + ALLOWED));
            }
        });
    }

    private void serve(RoutingContext context) {
        var id = id(context);
        links.require(id, once(context, "expires"), once(context, "signature"));
        bus.request(Addresses.FIND_RECORDING, new FindRecording(id))
                .compose(recording -> open(recording).map(file -> {
                    send(context, recording, file);
                    return file;
                }))
                .onFailure(context::fail);
    }

    private static long id(RoutingContext context) {
        var id = context.pathParam("id");
        if (id == null || !ID.matcher(id).matches()) {
            throw Problem.notFound();
        }
        return Long.parseLong(id);
    }

    private static String once(RoutingContext context, String parameter) {
        var given = context.queryParam(parameter);
        if (given.size() != 1) {
            throw Problem.notFound();
        }
        return given.get(0);
    }

    /** Several at a time: a folder on the network may make one of them wait. */
    private Future<RecordingFile> open(Recording recording) {
        var relative = path.relative(recording.fileUrl()).orElseThrow(Problem::notFound);
        return vertx.executeBlocking(() -> RecordingFile.open(folder, relative), false);
    }

    private static void send(RoutingContext context, Recording recording, RecordingFile file) {
        var response = context.response();
        if (response.closed()) {
            file.close();
            return;
        }
        var range = range(context.request(), file);
        if (range.isPresent() && range.get().length() == 0) {
            file.close();
            response.setStatusCode(416)
                    .putHeader("Content-Range", "bytes */" + file.size())
                    .end();
            return;
        }
        FileHeaders.put(response, file, recording);
        if (context.request().method().equals(HttpMethod.HEAD)) {
            file.close();
            response.putHeader("Content-Length", Long.toString(file.size())).end();
        } else {
            sendBody(response, file, range);
        }
    }

    /** For GET alone (RFC 9110, 14.2), and only where the part fits to what the client has (13.1.5). */
    private static Optional<ByteRange> range(HttpServerRequest request, RecordingFile file) {
        var ifRange = request.getHeader("If-Range");
        var fits = ifRange == null || ifRange.equals(file.tag()) || ifRange.equals(FileHeaders.date(file.modified()));
        return fits && request.method().equals(HttpMethod.GET)
                ? ByteRange.of(request.headers().getAll("Range"), file.size())
                : Optional.empty();
    }

    private static void sendBody(HttpServerResponse response, RecordingFile file, Optional<ByteRange> range) {
        range.ifPresent(part -> response.setStatusCode(206).putHeader("Content-Range", part.within(file.size())));
        var part = range.orElse(new ByteRange(0, file.size()));
        // Whoever goes away in the middle is nobody to be told.
        response.sendFile(file.channel(), part.first(), part.length()).onComplete(sent -> file.close());
    }
}
