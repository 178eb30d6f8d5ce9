package io.gavel.fuzz;

import io.gavel.bridge.frame.FrameFuzz;
import io.gavel.bus.PeerFrameFuzz;
import io.gavel.config.ConfigFuzz;
import io.gavel.config.PrivateKeyFuzz;
import io.gavel.doctor.DoctorFuzz;
import io.gavel.http.eventsync.RoomEventFuzz;
import io.gavel.http.jaas.WebhookFuzz;
import io.gavel.http.jitsi.FormFuzz;
import io.gavel.http.recording.RecordingFuzz;
import io.gavel.http.request.BodyFuzz;
import io.gavel.meeting.CursorFuzz;
import io.gavel.token.PublicKeyFuzz;
import io.gavel.token.TokenFuzz;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Everything that is fuzzed, by the names of the corpora. */
enum Targets {
    FRAME(Targets.LONGEST_MILLIS),
    BODY(Targets.LONGEST_MILLIS),
    TOKEN(Targets.LONGEST_MILLIS),
    PUBLIC_KEY(Targets.LONGEST_MILLIS),
    CONFIG(Targets.AT_START_MILLIS),
    PRIVATE_KEY(Targets.AT_START_MILLIS),
    FORM(Targets.LONGEST_MILLIS),
    ROOM_EVENT(Targets.LONGEST_MILLIS),
    WEBHOOK(Targets.LONGEST_MILLIS),
    RECORDING(Targets.LONGEST_MILLIS),
    PEER_FRAME(Targets.LONGEST_MILLIS),
    DOCTOR(Targets.LONGEST_MILLIS),
    CURSOR(Targets.LONGEST_MILLIS);

    private static final List<Targets> ALL = List.of(values());
    private static final Map<Targets, FuzzTarget> MADE = new ConcurrentHashMap<>();

    /** What an event loop may take for one thing. */
    private static final long LONGEST_MILLIS = 100;

    /** What is read before there are event loops may take longer. */
    private static final long AT_START_MILLIS = 1000;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final long longestMillis;

    Targets(long longestMillis) {
        this.longestMillis = longestMillis;
    }

    byte number() {
        return (byte) ALL.indexOf(this);
    }

    /** The one of this number, whichever. */
    static Targets numbered(byte number) {
        return ALL.get(Byte.toUnsignedInt(number) % ALL.size());
    }

    /**
     * Fails where something is wrong, and also where it keeps a processor for too long three times in a row: once may be Java,
     * which compiles.
     */
    void take(byte[] input) throws Exception {
        var made = MADE.computeIfAbsent(this, Targets::make);
        var fastest = Long.MAX_VALUE;
        for (int i = 0; i < 3 && fastest > longestMillis; i++) {
            var began = THREADS.getCurrentThreadCpuTime();
            made.take(input.clone());
            fastest = Math.min(fastest, (THREADS.getCurrentThreadCpuTime() - began) / 1_000_000);
        }
        FuzzTarget.require(fastest <= longestMillis, "it takes " + fastest + " ms");
    }

    /** When it is wanted first, for some bring a Vert.x with them. */
    private static FuzzTarget make(Targets target) {
        return switch (target) {
            case FRAME -> new FrameFuzz();
            case BODY -> new BodyFuzz();
            case TOKEN -> new TokenFuzz();
            case PUBLIC_KEY -> new PublicKeyFuzz();
            case CONFIG -> new ConfigFuzz();
            case PRIVATE_KEY -> new PrivateKeyFuzz();
            case FORM -> new FormFuzz();
            case ROOM_EVENT -> new RoomEventFuzz();
            case WEBHOOK -> new WebhookFuzz();
            case RECORDING -> new RecordingFuzz();
            case PEER_FRAME -> new PeerFrameFuzz();
            case DOCTOR -> new DoctorFuzz();
            case CURSOR -> new CursorFuzz();
        };
    }
}
