package io.gavel.supply;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** The licences of all that is in the jar go along with it. */
class LicencesIT {
    private static final List<String> ALLOWED =
            List.of("Apache-2.0", "BSD-2-Clause", "EPL-2.0", "MIT", "0BSD", "CC0-1.0");

    private static final List<String> TEXTS = List.of(
            "META-INF/LICENSE",
            "META-INF/LICENSE.txt",
            "META-INF/LICENSE.md",
            "META-INF/NOTICE",
            "META-INF/NOTICE.txt");

    @Test
    void theListNamesEachComponentWithItsLicence() throws IOException {
        var list = text(Sbom.JAR, "META-INF/licenses/components.txt");
        var sbom = Sbom.ofTheJar();

        for (var component : sbom.components()) {
            assertThat(list.lines().filter(line -> line.contains("(" + component + " ")))
                    .as(component.toString())
                    .singleElement()
                    .matches(line -> ALLOWED.stream().anyMatch(licence -> line.contains("(" + licence + ")")));
        }
        assertThat(list.lines().filter(line -> line.startsWith("     ("))).hasSameSizeAs(sbom.components());
    }

    @Test
    void theTextThatAComponentBringsIsThere() throws IOException {
        var missing = new ArrayList<String>();
        for (var name : TEXTS) {
            var ours = text(Sbom.JAR, name);
            for (var component : Sbom.ofTheJar().components()) {
                if (!ours.contains(text(component.file(), name))) {
                    missing.add(name + " of " + component);
                }
            }
        }

        assertThat(missing).isEmpty();
    }

    @Test
    void ourOwnComesFirst() throws IOException {
        assertThat(text(Sbom.JAR, "META-INF/LICENSE")).startsWith(Files.readString(Path.of("LICENSE")));
    }

    /** Empty where there is no such file. */
    private static String text(Path file, String name) throws IOException {
        try (var jar = new JarFile(file.toFile())) {
            var entry = jar.getJarEntry(name);
            if (entry == null) {
                return "";
            }
            try (var content = jar.getInputStream(entry)) {
                return new String(content.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }
}
