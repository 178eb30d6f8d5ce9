package io.gavel.stream;

import io.gavel.bridge.frame.Framing;
import io.gavel.event.MeetingEvent;
import io.gavel.event.StreamEvent;
import io.gavel.event.Topic;
import io.gavel.json.WireJson;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** From something that happened to the bytes that go to every socket. */
@State(Scope.Thread)
public class EventBenchmark {
    private static final Topic TOPIC = Topic.meeting(4711);
    private static final Instant AT = Instant.parse("2026-11-22T12:00:00.123Z");
    private static final String USER = "00000000-0000-4000-8000-000000000042";

    /** So many events of one commit. */
    @Param({"1", "16"})
    public int events;

    private final MeetingEvent event = MeetingEvent.userAudioStatus(USER, "Alice Example", true);
    private final String frame = encoded(1).frame();
    private long seq = 1_000_000;

    @Benchmark
    public int encoding() {
        int length = 0;
        for (int i = 0; i < events; i++) {
            length += encoded(seq++).frame().length();
        }
        return length;
    }

    @Benchmark
    public byte[] framingRaw() {
        return Framing.RAW.encode(batch());
    }

    @Benchmark
    public byte[] framingSockJs() {
        return Framing.SOCKJS.encode(batch());
    }

    private List<String> batch() {
        return Collections.nCopies(events, frame);
    }

    private EventFrame encoded(long number) {
        var stored = new StreamEvent(number, event.type(), AT, WireJson.encode(event.payload()));
        return EventFrame.of(TOPIC, number, stored.json(TOPIC), null);
    }
}
