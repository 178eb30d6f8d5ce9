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
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Everything that is fuzzed, by the names of the corpora. */
enum Targets {
    FRAME(FrameFuzz::new),
    BODY(BodyFuzz::new),
    TOKEN(TokenFuzz::new),
    PUBLIC_KEY(PublicKeyFuzz::new),
    CONFIG(ConfigFuzz::new),
    PRIVATE_KEY(PrivateKeyFuzz::new),
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

    private final Supplier<FuzzTarget> maker;
    private @Nullable FuzzTarget target;

    Targets(Supplier<FuzzTarget> maker) {
        this.maker = maker;
    }

    /** The one of this number, whichever. */
    static Targets numbered(byte number) {
        return ALL.get(Byte.toUnsignedInt(number) % ALL.size());
    }

    /** Fails where something is wrong, and also where it takes too long three times in a row: once may be the machine. */
    void take(byte[] input) throws Exception {
        var made = made();
        var fastest = Long.MAX_VALUE;
        for (int i = 0; i < 3 && fastest > LONGEST_MILLIS; i++) {
            var began = System.nanoTime();
            made.take(input.clone());
            fastest = Math.min(fastest, (System.nanoTime() - began) / 1_000_000);
        }
        FuzzTarget.require(fastest <= LONGEST_MILLIS, "it takes " + fastest + " ms");
    }

    private synchronized FuzzTarget made() {
        if (target == null) {
            target = maker.get();
        }
        return target;
    }
}
