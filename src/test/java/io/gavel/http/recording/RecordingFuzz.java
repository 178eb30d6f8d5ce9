package io.gavel.http.recording;

import static io.gavel.fuzz.FuzzTarget.require;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.gavel.fuzz.FuzzTarget;
import io.gavel.meeting.RecordingPath;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.List;

/** A recorder's metadata where the first byte is even; else what a player asks for, and what a file may be called. */
public final class RecordingFuzz implements FuzzTarget {
    private static final long SIZE = 1000;
    private static final RecordingPath PATH = new RecordingPath("./public/recordings");

    @Override
    public void take(byte[] input) {
        if (input.length == 0) {
            return;
        }
        var rest = Arrays.copyOfRange(input, 1, input.length);
        if (input[0] % 2 == 0) {
            takeMetadata(rest);
        } else {
            takeText(new String(rest, ISO_8859_1));
        }
    }

    private static void takeMetadata(byte[] body) {
        try {
            var metadata = RecordingMetadata.read(Buffer.buffer(body));
            require(metadata.meetingId() == null || metadata.meetingId() > 0, "a meeting that cannot be");
        } catch (Problem refused) {
            require(
                    refused.code() == Code.INVALID_REQUEST || refused.code() == Code.NOT_FOUND,
                    "refused as " + refused.code());
        }
    }

    private static void takeText(String text) {
        ByteRange.of(List.of(text), SIZE)
                .filter(range -> range.length() > 0)
                .ifPresent(range -> require(
                        range.first() >= 0 && range.first() + range.length() <= SIZE, "a part of another file"));
        PATH.relative(text)
                .ifPresent(file -> require(
                        !file.startsWith("/") && !file.contains("..") && !file.contains("//"), "a file elsewhere"));
    }
}
