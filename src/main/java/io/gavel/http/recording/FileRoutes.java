package io.gavel.http.recording;

import io.gavel.bus.Addresses;
import io.gavel.bus.Bus;
import io.gavel.http.answer.RouteNames;
import io.gavel.meeting.MeetingRequests.FindRecording;
import io.gavel.meeting.Recording;
import io.gavel.meeting.RecordingPath;
import io.gavel.meeting.WatchedRecording;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of recordings, for whoever has a link; see {@link RecordingLinks}. */
public final class FileRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(FileRoutes.class);
    private static final String PATH = "/recordings/:id";
    private static final String ALLOWED = "GET, HEAD";
    private static final Pattern ID = Pattern.compile("[1-9]\\d{0,17}");

    private final Disk disk;
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
        this.disk = new Disk(vertx);
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
                .compose(watched -> open(watched)
                        .compose(file -> Future.succeededFuture(file)
                                .compose(opened -> send(context, watched.recording(), opened))
                                .eventually(() -> disk.proceed(() -> {
                                    file.close();
                                    return file;
                                }))))
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

    private Future<RecordingFile> open(WatchedRecording watched) {
        var relative = require(path, watched);
        return disk.begin(() -> RecordingFile.open(folder, relative))
                .recover(failure -> Future.failedFuture(failure instanceof IOException ? broken(failure) : failure));
    }

    /** Where the file is below the folder. Problems: NOT_FOUND for what is not this meeting's, or never served. */
    static String require(RecordingPath path, WatchedRecording watched) {
        return path.relative(watched.recording().fileUrl())
                .filter(relative -> watched.isOwn() && FileHeaders.isMedia(relative))
                .orElseThrow(Problem::notFound);
    }

    private static Problem broken(Throwable failure) {
        LOG.warn("a recording cannot be opened: {}", failure.toString());
        return Problem.unavailable("the recordings' disk does not answer as it should");
    }

    private Future<?> send(RoutingContext context, Recording recording, RecordingFile file) {
        var response = context.response();
        if (response.closed()) {
            return Future.succeededFuture();
        }
        var range = range(context.request(), file);
        if (range.isPresent() && range.get().length() == 0) {
            return response.setStatusCode(416)
                    .putHeader("Accept-Ranges", "bytes")
                    .putHeader("Content-Range", "bytes */" + file.size())
                    .end();
        }
        FileHeaders.put(response, file, recording);
        range.ifPresent(part -> response.setStatusCode(206).putHeader("Content-Range", part.within(file.size())));
        var part = range.orElse(new ByteRange(0, file.size()));
        response.putHeader("Content-Length", Long.toString(part.length()));
        return context.request().method().equals(HttpMethod.HEAD)
                ? response.end()
                : new Transfer(disk, file, part, response).run(recording);
    }

    /**
     * For GET alone (RFC 9110, 14.2), and only where the part fits to what the client has. A date fits to nothing: two files
     * of the same second have the same one (13.1.5).
     */
    private static Optional<ByteRange> range(HttpServerRequest request, RecordingFile file) {
        var ifRange = request.getHeader("If-Range");
        return (ifRange == null || ifRange.equals(file.tag()))
                        && request.method().equals(HttpMethod.GET)
                ? ByteRange.of(request.headers().getAll("Range"), file.size())
                : Optional.empty();
    }
}
