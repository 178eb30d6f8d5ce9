package io.gavel.supply;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.process.NodeProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The jar that was just made, against one that somebody else makes elsewhere of the same source. */
@Tag("reproducible")
class ReproducibleIT {
    /** All that the jar is made of. */
    private static final List<String> SOURCES = List.of("pom.xml", ".mvn", "LICENSE", "cluster.xml", "src/main");

    @Test
    void twoBuildsAreTheSameBytes() throws Exception {
        var folder = NodeProcess.freshFolder("reproducible").resolve("in/another/folder");
        for (var source : SOURCES) {
            copy(Path.of(source), folder.resolve(source));
        }

        build(folder);

        assertThat(JarDifference.first(Sbom.JAR, folder.resolve(Sbom.JAR))).isEmpty();
    }

    /** Where the clock, the language and the user are others. */
    private static void build(Path folder) throws IOException, InterruptedException {
        var said = folder.resolve("maven.log").toFile();
        var builder = new ProcessBuilder(maven())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said);
        builder.environment().put("TZ", "Pacific/Auckland");
        builder.environment().put("LC_ALL", "C");
        builder.environment()
                .put("MAVEN_OPTS", "-Duser.timezone=Pacific/Auckland -Duser.language=de -Duser.name=somebody-else");
        var maven = builder.start();

        assertThat(maven.waitFor(10, TimeUnit.MINUTES)).isTrue();
        assertThat(maven.exitValue()).as(() -> "see " + said).isZero();
    }

    private static List<String> maven() {
        var command = new ArrayList<String>();
        command.add(System.getProperty("build.maven") + File.separator + "bin" + File.separator + "mvn");
        if ("offline=true".equals(System.getProperty("build.settings"))) {
            command.add("-o");
        }
        command.add("-B");
        command.add("-Dmaven.repo.local=" + System.getProperty("build.repository"));
        command.add("-Dmaven.test.skip=true");
        command.add("-Darchive.skip=true");
        command.add("package");
        return command;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                var target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target);
                }
            }
        }
    }
}
