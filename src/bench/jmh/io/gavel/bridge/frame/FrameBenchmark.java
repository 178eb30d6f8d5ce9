package io.gavel.bridge.frame;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** From a browser's text to what it asks for. */
@State(Scope.Thread)
public class FrameBenchmark {
    private static final String PING = "{\"type\":\"ping\"}";
    private static final String STATUS =
            "{\"type\":\"send\",\"address\":\"meeting_audio_status\",\"headers\":{},\"body\":{\"meetingId\":4711,"
                    + "\"isMuted\":true,\"clientEventId\":\"3f1c9a52-5b0e-4a57-9f0d-1d2c3b4a5968\"},"
                    + "\"replyAddress\":\"6f1c9a52-5b0e-4a57-9f0d-1d2c3b4a5968\"}";

    private String ping = PING;
    private String status = STATUS;

    @Benchmark
    public Frame ping() {
        return FrameReader.read(ping);
    }

    @Benchmark
    public Request command() {
        return FrameReader.read(status) instanceof Frame.Send send
                ? CommandReader.read(send.address(), send.body())
                : new Request.AskConnection();
    }
}
