package io.gavel.http.recording;

import io.gavel.bus.Bus;
import io.gavel.bus.JitsiAddresses;
import io.gavel.config.JitsiServer;
import io.gavel.config.Secret;
import io.gavel.http.jitsi.Bearer;
import io.gavel.http.jitsi.Form;
import io.gavel.http.jitsi.ServerRoute;
import io.gavel.http.request.ApiOperation;
import io.gavel.jitsi.RecordedFile;
import io.gavel.meeting.NewRecording;
import io.gavel.meeting.RecordingPath;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What Jitsi's recorder tells when a recording is finished: {@code POST …/recordings?file=…&size=…} with its
 * {@code metadata.json} as the body, a call for each file.
 */
public final class RecorderRoutes {
    /** In it is everybody who was in the room, each with what a token says of people. */
    private static final int MOST_BODY_BYTES = 4 * 1024 * 1024;

    private static final int LONGEST_PATH = 1024;
    private static final String FILE = "file";
    private static final String SIZE = "size";
    private static final Set<String> FIELDS = Set.of(FILE, SIZE);
    private static final Pattern WHOLE_NUMBER = Pattern.compile("\\d{1,18}");
    private static final Pattern FORMAT = Pattern.compile(".*\\.([A-Za-z0-9]{1,8})");

    private final Bus bus;
    private final @Nullable Secret token;
    private final String path;
    private final RecordingPath folder;
    private final RecorderAnswers answers;

    /**
     * The routes of one event loop.
     *
     * @param folder what the addresses of the recorder's files start with
     */
    public RecorderRoutes(Bus bus, JitsiServer server, RecordingPath folder, MeterRegistry meters) {
        this.bus = bus;
        this.token = server.recorderToken();
        this.path = server.path() + "/recordings";
        this.folder = folder;
        this.answers = new RecorderAnswers(meters);
    }

    /** Mounts nothing where no token is configured. */
    public void mount(Router router) {
        if (token != null) {
            ServerRoute.begin(router, path, new Bearer(token), answers::refuse);
            router.post(path).handler(context -> {
                ApiOperation.requireJson(context);
                context.next();
            });
            router.post(path).handler(BodyHandler.create(false).setBodyLimit(MOST_BODY_BYTES));
            router.post(path).handler(this::file);
            ServerRoute.end(router, path, "POST");
        }
    }

    private void file(RoutingContext context) {
        var query = Objects.requireNonNullElse(context.request().query(), "");
        var recording = recording(Form.read(Buffer.buffer(query), FIELDS));
        var metadata = RecordingMetadata.read(context.body().buffer());
        var file = new RecordedFile(metadata.meetingId(), metadata.room(), metadata.initiatorId(), recording, null);
        bus.request(JitsiAddresses.FILE_RECORDING, file)
                .onSuccess(filed -> answers.filed(context, filed))
                .onFailure(context::fail);
    }

    private NewRecording recording(Form form) {
        var file = form.require(FILE);
        var fileUrl = folder.text() + "/" + file;
        if (file.length() > LONGEST_PATH || folder.relative(fileUrl).isEmpty()) {
            throw Form.invalid("file is no plain path below " + folder.text());
        }
        var name = file.substring(file.lastIndexOf('/') + 1);
        var format = FORMAT.matcher(name);
        return new NewRecording(
                fileUrl,
                name,
                size(form.orEmpty(SIZE)),
                null,
                format.matches() ? format.group(1).toLowerCase(Locale.ROOT) : null,
                null);
    }

    private static @Nullable Long size(String text) {
        if (text.isEmpty()) {
            return null;
        }
        if (!WHOLE_NUMBER.matcher(text).matches()) {
            throw Form.invalid("size is no whole number");
        }
        return Long.valueOf(text);
    }
}
