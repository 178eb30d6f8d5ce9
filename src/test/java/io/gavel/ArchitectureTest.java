package io.gavel;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceRule;
import io.vertx.core.VerticleBase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The shape of the house: words in the middle, edges around them, and the bus as the only way between edges. */
@AnalyzeClasses(packages = "io.gavel", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final int LONGEST_FILE = 300;
    private static final int LONGEST_METHOD = 25;
    private static final int LONGEST_TEST_METHOD = 60;

    private static final String[] EDGES = {
        "io.gavel.http..",
        "io.gavel.store..",
        "io.gavel.token..",
        "io.gavel.ops..",
        "io.gavel.bridge..",
        "io.gavel.rooms.."
    };
    private static final String[] WORDS = {
        "io.gavel.problem..",
        "io.gavel.identity..",
        "io.gavel.meeting..",
        "io.gavel.access..",
        "io.gavel.event..",
        "io.gavel.command..",
        "io.gavel.conversation..",
        "io.gavel.presence..",
        "io.gavel.jitsi..",
        "io.gavel.notification.."
    };

    @ArchTest
    static final SliceRule edgesDoNotKnowEachOther = slices().matching("io.gavel.(http|store|token|ops|bridge|rooms)..")
            .namingSlices("edge $1")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final SliceRule packagesHaveNoCycles =
            slices().matching("io.gavel.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nothingKnowsTheComposition = noClasses()
            .that()
            .resideOutsideOfPackage("io.gavel")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.gavel");

    /**
     * WireJson tells how a time is written, which the words of access and event need for their payloads; RawJson is text that
     * is JSON already.
     */
    @ArchTest
    static final ArchRule wordsDependOnWordsAlone = classes()
            .that()
            .resideInAnyPackage(WORDS)
            .should()
            .onlyDependOnClassesThat(resideInAPackage("java..")
                    .or(resideInAPackage("org.jspecify.annotations"))
                    .or(resideInAPackage("com.fasterxml.jackson.annotation"))
                    .or(resideInAnyPackage(WORDS))
                    .or(simpleName("WireJson"))
                    .or(simpleName("RawJson")));

    @ArchTest
    static final ArchRule onlyWordsWithTimesInTheirPayloadsKnowHowJsonIsWritten = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.gavel.problem..", "io.gavel.identity..", "io.gavel.meeting..", "io.gavel.notification..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("io.gavel.json.WireJson");

    @ArchTest
    static final ArchRule onlyTheBusKnowsTheEventBus = noClasses()
            .that()
            .resideOutsideOfPackage("io.gavel.bus..")
            .and()
            .doNotHaveFullyQualifiedName("io.gavel.Clustering")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.vertx.core.eventbus..");

    /** What is simulated depends on nothing that cannot be. */
    @ArchTest
    static final ArchRule theStreamKnowsFuturesAndWordsAlone = classes()
            .that()
            .resideInAPackage("io.gavel.stream..")
            .should()
            .onlyDependOnClassesThat(resideInAPackage("java..")
                    .or(resideInAPackage("org.jspecify.annotations"))
                    .or(resideInAPackage("org.slf4j"))
                    .or(resideInAPackage("io.gavel.stream.."))
                    .or(resideInAnyPackage(WORDS))
                    .or(simpleName("Future"))
                    .or(simpleName("Promise")));

    /** The same answer to the same text, on a node and without one. */
    @ArchTest
    static final ArchRule theDoctorDependsOnTheSettingsOfJitsiAlone = classes()
            .that()
            .resideInAPackage("io.gavel.doctor..")
            .should()
            .onlyDependOnClassesThat(resideInAPackage("java..")
                    .or(resideInAPackage("javax.crypto.."))
                    .or(resideInAPackage("org.jspecify.annotations"))
                    .or(resideInAPackage("com.fasterxml.jackson.."))
                    .or(resideInAPackage("io.gavel.doctor.."))
                    .or(simpleName("Jitsi"))
                    .or(simpleName("JitsiKey"))
                    .or(simpleName("Secret")));

    @ArchTest
    static final ArchRule onlyTheStoreKnowsSql = noClasses()
            .that()
            .resideOutsideOfPackage("io.gavel.store..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx.sqlclient..", "io.vertx.pgclient..");

    @ArchTest
    static final ArchRule onlyTheTokenEdgeKnowsJwt = noClasses()
            .that()
            .resideOutsideOfPackage("io.gavel.token..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.vertx.ext.auth..");

    @ArchTest
    static final ArchRule verticlesAreFinalAndNamedSoAndOnlyInEdges = classes()
            .that()
            .areAssignableTo(VerticleBase.class)
            .should()
            .haveModifier(JavaModifier.FINAL)
            .andShould()
            .haveSimpleNameEndingWith("Verticle")
            .andShould()
            .resideInAnyPackage(EDGES);

    @ArchTest
    static final ArchRule onlyVerticlesAreNamedSo =
            classes().that().haveSimpleNameEndingWith("Verticle").should().beAssignableTo(VerticleBase.class);

    @ArchTest
    static final ArchRule environmentAndClockComeFromOutside = noClasses()
            .that()
            .resideOutsideOfPackages("io.gavel.config..", "io.gavel.postgres..")
            .and()
            .doNotHaveFullyQualifiedName("io.gavel.Main")
            .and()
            .doNotHaveFullyQualifiedName("io.gavel.Node")
            .should()
            .callMethod(System.class, "getenv")
            .orShould()
            .callMethod(System.class, "getenv", String.class)
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(Clock.class, "systemDefaultZone");

    @Test
    void filesAreShort() throws IOException {
        var tooLong = new ArrayList<String>();
        for (var file : SourceFile.all()) {
            if (file.lines() > LONGEST_FILE) {
                tooLong.add(file.path() + " has " + file.lines() + " lines");
            }
        }

        assertThat(tooLong).isEmpty();
    }

    @Test
    void methodsAreShort() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (var file : SourceFile.all()) {
            file.methods().stream()
                    .filter(method -> method.lines() > longestMethod(file))
                    .forEach(method ->
                            tooLong.add("%s: %s has %d lines".formatted(file.path(), method.name(), method.lines())));
        }

        assertThat(tooLong).isEmpty();
    }

    /** A test's tables are data and may be longer. */
    private static int longestMethod(SourceFile file) {
        return file.path().startsWith(Path.of("src/test")) ? LONGEST_TEST_METHOD : LONGEST_METHOD;
    }
}
