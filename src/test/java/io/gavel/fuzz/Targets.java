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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Everything that is fuzzed, by the names of the corpora. */
enum Targets {
    FRAME(FrameFuzz::new),
    BODY(BodyFuzz::new),
    TOKEN(TokenFuzz::new),
    PUBLIC_KEY(PublicKeyFuzz::new),
    CONFIG(ConfigFuzz::new, Targets.AT_START_MILLIS),
    PRIVATE_KEY(PrivateKeyFuzz::new, Targets.AT_START_MILLIS),
    FORM(FormFuzz::new),
    ROOM_EVENT(RoomEventFuzz::new),
    WEBHOOK(WebhookFuzz::new),
    RECORDING(RecordingFuzz::new),
    PEER_FRAME(PeerFrameFuzz::new),
    DOCTOR(DoctorFuzz::new),
    CURSOR(CursorFuzz::new);

    private static final List<Targets> ALL = List.of(values());

    /** What an event loop may take for one thing. */
    private static final long LONGEST_MILLIS = 100;

    /** What is read before there are event loops may take longer. */
    private static final long AT_START_MILLIS = 1000;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Supplier<FuzzTarget> maker;
    private final long longestMillis;
    private @Nullable FuzzTarget target;

    Targets(Supplier<FuzzTarget> maker) {
        this(maker, Targets.LONGEST_MILLIS);
    }

    Targets(Supplier<FuzzTarget> maker, long longestMillis) {
        this.maker = maker;
        this.longestMillis = longestMillis;
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
        var made = made();
        var fastest = Long.MAX_VALUE;
        for (int i = 0; i < 3 && fastest > longestMillis; i++) {
            var began = THREADS.getCurrentThreadCpuTime();
            made.take(input.clone());
            fastest = Math.min(fastest, (THREADS.getCurrentThreadCpuTime() - began) / 1_000_000);
        }
        FuzzTarget.require(fastest <= longestMillis, "it takes " + fastest + " ms");
    }

    private synchronized FuzzTarget made() {
        if (target == null) {
            target = maker.get();
        }
        return target;
    }
}
