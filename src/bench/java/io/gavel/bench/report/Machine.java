package io.gavel.bench.report;

import io.gavel.bench.server.BenchPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where and with what it was measured, as far as that explains a figure. */
public final class Machine {
    private final Map<String, String> facts = new LinkedHashMap<>();

    private Machine() {}

    public static Machine look(BenchPostgres postgres, List<String> javaOptions) {
        var machine = new Machine();
        var facts = machine.facts;
        facts.put("processor", field("/proc/cpuinfo", "model name"));
        facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("memory", field("/proc/meminfo", "MemTotal"));
        facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("Java", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
        facts.put("options of Java", javaOptions.isEmpty() ? "none" : String.join(" ", javaOptions));
        facts.put("Node.js", output("node", "--version"));
        facts.put("PostgreSQL", postgres.setting("server_version"));
        for (var setting : List.of("fsync", "synchronous_commit", "full_page_writes", "shared_buffers")) {
            facts.put(setting, postgres.setting(setting));
        }
        facts.put("load average at the start", load());
        return machine;
    }

    /** To be called when all is measured. */
    public void end() {
        facts.put("load average at the end", load());
    }

    Map<String, String> facts() {
        return facts;
    }

    private static String load() {
        var load = read("/proc/loadavg");
        return load.isEmpty() ? "unknown" : load.substring(0, load.lastIndexOf(' ', load.lastIndexOf('/')));
    }

    private static String field(String file, String name) {
        return read(file)
                .lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException absent) {
            return "";
        }
    }

    private static String output(String... command) {
        try {
            var process = new ProcessBuilder(command).start();
            return new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).strip();
        } catch (IOException absent) {
            return "absent";
        }
    }
}
