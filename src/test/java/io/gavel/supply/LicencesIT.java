package io.gavel.supply;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
        var sbom = Sbom.ofTheJar();
        var list = list();

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
        var ours = texts(Sbom.JAR);
        var missing = new ArrayList<String>();
        for (var component : Sbom.ofTheJar().components()) {
            texts(component.file()).forEach((name, text) -> {
                if (!ours.getOrDefault(name, "").contains(text)) {
                    missing.add(name + " of " + component);
                }
            });
        }

        assertThat(ours).containsOnlyKeys(TEXTS);
        assertThat(missing).isEmpty();
    }

    @Test
    void ourOwnComesFirst() throws IOException {
        assertThat(texts(Sbom.JAR).get("META-INF/LICENSE")).startsWith(Files.readString(Path.of("LICENSE")));
    }

    private static String list() throws IOException {
        try (var jar = new JarFile(Sbom.JAR.toFile())) {
            return text(jar, "META-INF/licenses/components.txt");
        }
    }

    private static Map<String, String> texts(Path file) throws IOException {
        try (var jar = new JarFile(file.toFile())) {
            var texts = new HashMap<String, String>();
            for (var name : TEXTS) {
                if (jar.getJarEntry(name) != null) {
                    texts.put(name, text(jar, name));
                }
            }
            return texts;
        }
    }

    private static String text(JarFile jar, String name) throws IOException {
        try (var content = jar.getInputStream(jar.getJarEntry(name))) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
