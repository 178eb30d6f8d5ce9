package io.gavel.store.meeting;

import io.gavel.event.StreamRequests.Snapshot;
import io.gavel.json.WireJson;
import io.gavel.meeting.Participant;
import io.gavel.meeting.Role;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** From the row of a meeting with its people to the text that whoever joins gets. */
@State(Scope.Thread)
public class SnapshotBenchmark {
    private static final Instant AT = Instant.parse("2026-11-22T12:00:00.123Z");

    @Param({"10", "200"})
    public int people;

    private FixedRow row = new FixedRow(Map.of());

    @Setup
    public void read() {
        var time = OffsetDateTime.ofInstant(AT, ZoneOffset.UTC);
        var columns = new LinkedHashMap<String, @Nullable Object>();
        for (var absent : new String[] {
            "description",
            "role",
            "ended_at",
            "conversation_id",
            "external_ref",
            "max_participants",
            "cancel_reason",
            "recording_by"
        }) {
            columns.put(absent, null);
        }
        columns.putAll(Map.of("id", 4711L, "title", "Weekly sync", "room_name", "Interview_k3x9q2m8v7b1n4z6p0w5"));
        columns.putAll(Map.of("status", "InProgress", "host_user_id", "user-0", "host_name", "User 0"));
        columns.putAll(Map.of("scheduled_at", time, "duration_minutes", 60, "time_zone", "UTC", "started_at", time));
        columns.putAll(Map.of("has_password", false, "recording_enabled", true, "chat_enabled", true));
        columns.putAll(Map.of("chat_conversation_id", 12L, "created_at", time, "version", 1, "seq", 1234L));
        columns.putAll(Map.of("epoch", "3f1c9a52-5b0e-4a57-9f0d-1d2c3b4a5968.7300000000000000000.00000001"));
        var inside =
                IntStream.range(0, people).mapToObj(SnapshotBenchmark::person).toList();
        columns.putAll(Map.of("participants", WireJson.encode(inside), "occupants", "[]"));
        row = new FixedRow(columns);
    }

    @Benchmark
    public Snapshot building() {
        return Snapshots.snapshot(row);
    }

    private static Participant person(int i) {
        return new Participant(
                "00000000-0000-4000-8000-" + (100_000_000_000L + i),
                "User " + i,
                Role.PARTICIPANT,
                AT,
                AT,
                null,
                17,
                true,
                true,
                false,
                false,
                false,
                null,
                false,
                false,
                false,
                0);
    }
}
