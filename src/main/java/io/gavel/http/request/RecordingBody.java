package io.gavel.http.request;

import io.gavel.meeting.NewRecording;
import io.gavel.meeting.RecordingPath;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a recording's metadata from a body. */
public final class RecordingBody {
    /** Not URI's own host: that one knows no name with an underscore, as containers have them. */
    private static final Pattern AUTHORITY = Pattern.compile("([^@]*@)?(\\[[^]]+]|[^:@\\[\\]]+)(:\\d{0,5})?");

    private final RecordingPath recordingPath;

    /** @param recordingPath where this deployment's own recordings lie; a file's path must be below it */
    public RecordingBody(RecordingPath recordingPath) {
        this.recordingPath = recordingPath;
    }

    /** The metadata, or null when its file is missing or not acceptable; the faults tell. */
    public @Nullable NewRecording read(Fields fields) {
        var fileUrl = fields.text("fileUrl");
        if (fileUrl != null && !isWebAddress(fileUrl) && !recordingPath.holds(fileUrl)) {
            fields.faults()
                    .add("fileUrl", "takes an http or https address, or a plain path below " + recordingPath.text());
        }
        var sizeBytes = fields.number("sizeBytes");
        var durationSeconds = fields.number("durationSeconds");
        var startedAt = fields.time("startedAt");
        return fileUrl == null
                ? null
                : new NewRecording(
                        fileUrl, fields.text("fileName"), sizeBytes, durationSeconds, fields.text("format"), startedAt);
    }

    private static boolean isWebAddress(String fileUrl) {
        try {
            var uri = new URI(fileUrl);
            var scheme = uri.getScheme();
            var authority = uri.getRawAuthority();
            return scheme != null
                    && (scheme.toLowerCase(Locale.ROOT).equals("http")
                            || scheme.toLowerCase(Locale.ROOT).equals("https"))
                    && authority != null
                    && AUTHORITY.matcher(authority).matches();
        } catch (URISyntaxException notAnAddress) {
            return false;
        }
    }
}
