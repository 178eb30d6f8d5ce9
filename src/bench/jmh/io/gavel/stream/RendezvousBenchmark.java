package io.gavel.stream;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Which node a meeting prefers: asked for each command. */
@State(Scope.Thread)
public class RendezvousBenchmark {
    @Param({"3", "30"})
    public int nodes;

    private List<String> members = List.of();
    private long meetingId;

    @Setup
    public void name() {
        members = IntStream.range(0, nodes)
                .mapToObj(i -> new UUID(17, i).toString())
                .toList();
    }

    @Benchmark
    public Optional<String> routing() {
        return Rendezvous.preferred(members, meetingId++);
    }
}
