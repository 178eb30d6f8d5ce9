package io.gavel.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The checked configuration of one node. Its {@code toString} shows no secret.
 *
 * @param dataDirectory absolute
 * @param database absent: the embedded PostgreSQL
 * @param describe one line for each variable, {@code NAME=value (where it came from)}, secrets masked: fit to be logged
 * @param warnings what was ignored or is unwise, one line each: fit to be logged
 */
public record Config(
        Mode mode,
        Http http,
        Management management,
        Path dataDirectory,
        @Nullable DatabaseUrl database,
        int databaseConnections,
        Auth auth,
        Jitsi jitsi,
        JitsiServer jitsiServer,
        RecordingAccess recordingAccess,
        Cluster cluster,
        Meetings meetings,
        List<String> describe,
        List<String> warnings) {
    public Config {
        describe = List.copyOf(describe);
        warnings = List.copyOf(warnings);
    }

    /** A configuration put together by hand: it describes nothing and has no warnings. */
    public Config(
            Mode mode,
            Http http,
            Management management,
            Path dataDirectory,
            @Nullable DatabaseUrl database,
            int databaseConnections,
            Auth auth,
            Jitsi jitsi,
            JitsiServer jitsiServer,
            RecordingAccess recordingAccess,
            Cluster cluster,
            Meetings meetings) {
        this(
                mode,
                http,
                management,
                dataDirectory,
                database,
                databaseConnections,
                auth,
                jitsi,
                jitsiServer,
                recordingAccess,
                cluster,
                meetings,
                List.of(),
                List.of());
    }

    /** The same, with this key in the place of the platform's. */
    public Config withAuth(Auth other) {
        return new Config(
                mode,
                http,
                management,
                dataDirectory,
                database,
                databaseConnections,
                other,
                jitsi,
                jitsiServer,
                recordingAccess,
                cluster,
                meetings,
                describe,
                warnings);
    }

    /** Whether rooms in Jitsi can be looked into: Jitsi as a Service cannot be asked who is in one. */
    public boolean observesRooms() {
        return jitsiServer.control() != null && !jitsi.isJaas();
    }
}
