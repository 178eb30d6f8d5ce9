package io.gavel.supply;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The bill of materials, held against what is really in the jar. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SbomIT {
    private Sbom sbom;
    private Set<Content> inTheJar;

    /** A file in a jar; what has the same name and the same checksum is the same. */
    private record Content(String name, long checksum) {
        static Content of(JarEntry entry) {
            return new Content(entry.getName(), entry.getCrc());
        }

        /** What a jar tells of itself, and several jars have. */
        boolean isAboutItsJar() {
            return (name.startsWith("META-INF/")
                            && !name.startsWith("META-INF/resources/")
                            && !name.startsWith("META-INF/versions/"))
                    || name.endsWith("module-info.class");
        }
    }

    @BeforeAll
    void read() throws IOException {
        sbom = Sbom.ofTheJar();
        inTheJar = contents(Sbom.JAR);
    }

    @Test
    void namesWhatThisIs() {
        var itself = sbom.document().getJsonObject("metadata").getJsonObject("component");

        assertThat(sbom.document().getString("bomFormat")).isEqualTo("CycloneDX");
        assertThat(itself.getString("type")).isEqualTo("application");
        assertThat(itself.getString("group") + ":" + itself.getString("name")).isEqualTo("io.gavel:gavel");
    }

    @Test
    void namesEachJarOfWhichThereIsSomethingInOursAndNoOther() throws IOException {
        var used = new HashSet<Path>();
        for (var jar : Sbom.classPath().toList()) {
            if (contents(jar).stream().anyMatch(inTheJar::contains)) {
                used.add(jar);
            }
        }

        assertThat(sbom.components().stream().map(Sbom.Component::file).filter(SbomIT::hasContents))
                .hasSizeGreaterThan(50)
                .containsExactlyInAnyOrderElementsOf(used);
    }

    @Test
    void everyClassInTheJarIsOursOrAComponents() throws IOException {
        var known = new HashSet<Content>();
        for (var component : sbom.components()) {
            known.addAll(contents(component.file()));
        }

        assertThat(inTheJar)
                .filteredOn(content -> content.name().endsWith(".class")
                        && !content.name().startsWith("io/gavel/")
                        && !known.contains(content))
                .isEmpty();
    }

    @Test
    void tellsTheHashOfEachComponent() throws Exception {
        for (var component : sbom.components()) {
            var hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(component.file()));

            assertThat(component.sha256())
                    .as(component.toString())
                    .isEqualTo(HexFormat.of().formatHex(hash));
        }
    }

    @Test
    void eachComponentHasOneVersionAndALicence() {
        var names = sbom.components().stream()
                .map(component -> component.group() + ":" + component.name())
                .toList();

        assertThat(names).doesNotHaveDuplicates();
        assertThat(sbom.components())
                .allSatisfy(component -> assertThat(component.licences()).isPositive());
    }

    /** Vert.x is not complete at its newest version: three of its modules are patched above the others. */
    @Test
    void whatIsReleasedTogetherHasOneVersion() {
        var versions = sbom.components().stream()
                .collect(groupingBy(Sbom.Component::group, mapping(Sbom.Component::version, toSet())));

        assertThat(versions.get("io.netty")).hasSize(1);
        assertThat(versions.get("io.micrometer")).hasSize(1);
        assertThat(versions.get("org.flywaydb")).hasSize(1);
        assertThat(versions.get("ch.qos.logback")).hasSize(1);
        assertThat(versions.get("io.vertx")).hasSize(2);
    }

    /** A second build starts from the classes, not from the jar of the first with all that was in it. */
    @Test
    void theJarWasMadeAnew() throws IOException {
        assertThat(contents(Sbom.JAR.resolveSibling("original-gavel.jar")))
                .isNotEmpty()
                .noneMatch(content -> content.name().startsWith("io/vertx/"));
    }

    private static Set<Content> contents(Path file) throws IOException {
        try (var jar = new JarFile(file.toFile())) {
            return jar.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(Content::of)
                    .filter(content -> !content.isAboutItsJar())
                    .collect(toSet());
        }
    }

    /** Some jars are there for others to lean on, and are empty. */
    private static boolean hasContents(Path file) {
        try {
            return !contents(file).isEmpty();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
