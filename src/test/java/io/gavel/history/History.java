package io.gavel.history;

import io.gavel.json.WireJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** What all clients wrote down, each in its own order; may be written to from several threads. */
public final class History {
    private final Queue<Entry> entries = new ConcurrentLinkedQueue<>();
    private final Map<Class<?>, LongAdder> counts = new ConcurrentHashMap<>();
    private final Map<String, String> texts = new ConcurrentHashMap<>();

    public void add(Entry entry) {
        entries.add(entry);
        counts.computeIfAbsent(entry.getClass(), kind -> new LongAdder()).increment();
    }

    public long count(Class<? extends Entry> kind) {
        var count = counts.get(kind);
        return count == null ? 0 : count.sum();
    }

    /** Writes down that something was broken on purpose, or mended. */
    public void inject(String fault) {
        add(new Entry.Injected(System.nanoTime(), fault));
    }

    /** One copy of a text that hundreds of clients get. */
    public String shared(String text) {
        var known = texts.putIfAbsent(text, text);
        return known == null ? text : known;
    }

    public List<Entry> entries() {
        return List.copyOf(entries);
    }

    public <T extends Entry> Stream<T> all(Class<T> kind) {
        return entries.stream().filter(kind::isInstance).map(kind::cast);
    }

    /** Keeps the history as JSON lines. */
    public void write(Path file) throws IOException {
        try (var writer = Files.newBufferedWriter(file)) {
            for (var entry : entries) {
                writer.write(WireJson.encode(entry));
                writer.newLine();
            }
        }
    }

    /** What {@link #write} kept. */
    public static History read(Path file) throws IOException {
        var history = new History();
        try (var lines = Files.lines(file)) {
            lines.map(line -> WireJson.decode(line, Entry.class)).forEach(history::add);
        }
        return history;
    }
}
