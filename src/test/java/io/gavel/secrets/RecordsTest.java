package io.gavel.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every record that may hold a secret, asked to show itself as it would in a log. */
class RecordsTest {
    private static final String CANARY = "canary-of-a-record";
    private static final Path CLASSES = Path.of("target", "classes");

    /** What secrets are called. */
    private static final Set<String> NAMES = Set.of(
            "password",
            "token",
            "jitsiToken",
            "ticket",
            "secret",
            "pem",
            "signature",
            "hash",
            "presentHash",
            "inPlaceOf");

    /** Those that are called something else. */
    private static final Set<String> OTHERS =
            Set.of("RecordingLink.url", "SystemToken.text", "CompactToken.text", "Send.body", "Body.fields");

    static List<Class<?>> records() throws IOException {
        try (var files = Files.walk(CLASSES.resolve("io"))) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .<Class<?>>map(RecordsTest::load)
                    .filter(type -> type.isRecord()
                            && Stream.of(type.getRecordComponents()).anyMatch(RecordsTest::isSecret))
                    .toList();
        }
    }

    @Test
    void everyNameIsFound() throws IOException {
        var found = records().stream()
                .flatMap(type -> Stream.of(type.getRecordComponents()))
                .filter(RecordsTest::isSecret)
                .map(RecordsTest::fullName)
                .toList();

        assertThat(found).containsAll(OTHERS).contains("JoinMeeting.password", "VerifyToken.token", "Ticket.ticket");
    }

    @ParameterizedTest
    @MethodSource("records")
    void showsNone(Class<?> type) throws ReflectiveOperationException {
        var components = type.getRecordComponents();
        var constructor = type.getDeclaredConstructor(
                Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        constructor.setAccessible(true);

        var one = constructor.newInstance(
                Stream.of(components).map(RecordsTest::value).toArray());

        assertThat(one.toString()).doesNotContain(CANARY);
    }

    private static boolean isSecret(RecordComponent component) {
        var type = component.getType();
        return OTHERS.contains(fullName(component)) || (type == String.class && NAMES.contains(component.getName()));
    }

    private static String fullName(RecordComponent component) {
        return component.getDeclaringRecord().getSimpleName() + "." + component.getName();
    }

    private static @Nullable Object value(RecordComponent component) {
        var type = component.getType();
        if (type == Map.class) {
            return isSecret(component) ? Map.of("token", CANARY) : Map.of();
        }
        return isSecret(component) ? CANARY : ordinary(type);
    }

    private static @Nullable Object ordinary(Class<?> type) {
        return Map.<Class<?>, Object>of(
                        int.class,
                        1,
                        long.class,
                        1L,
                        boolean.class,
                        false,
                        String.class,
                        "x",
                        List.class,
                        List.of(),
                        Set.class,
                        Set.of(),
                        Instant.class,
                        Instant.EPOCH)
                .getOrDefault(type, type.isEnum() ? type.getEnumConstants()[0] : null);
    }

    private static Class<?> load(Path file) {
        var name =
                CLASSES.relativize(file).toString().replaceAll("[/\\\\]", ".").replaceAll("[.]class$", "");
        try {
            return Class.forName(name, false, RecordsTest.class.getClassLoader());
        } catch (ClassNotFoundException missing) {
            throw new AssertionError(missing);
        }
    }
}
