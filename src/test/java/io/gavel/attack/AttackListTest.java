package io.gavel.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AttackListTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([\\d, –]+) \\|.*$");
    private static final Pattern TEST = Pattern.compile("`((?:\\w+\\.)+[A-Z]\\w+(?:Test|IT))\\.(\\w+)`");

    @Test
    void everyAttackIsListedInItsPlace() throws IOException {
        var numbers = ROW.matcher(list()).results().flatMap(row -> numbers(row.group(1)));

        assertThat(numbers.distinct())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 96).boxed().toList());
    }

    @Test
    void everyTestThatIsNamedIsThere() throws IOException {
        var named = TEST.matcher(list()).results().toList();

        assertThat(named).hasSizeGreaterThan(50);
        assertThat(named.stream()
                        .filter(test -> !methods("io.gavel." + test.group(1)).contains(test.group(2)))
                        .map(test -> test.group()))
                .isEmpty();
    }

    private static Stream<Integer> numbers(String cell) {
        return Arrays.stream(cell.split(", ", -1)).flatMap(part -> {
            var ends = part.split("–", -1);
            return IntStream.rangeClosed(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]))
                    .boxed();
        });
    }

    private static List<String> methods(String type) {
        try {
            var loaded = Class.forName(type, false, AttackListTest.class.getClassLoader());
            return Arrays.stream(loaded.getDeclaredMethods())
                    .map(method -> method.getName())
                    .toList();
        } catch (ClassNotFoundException missing) {
            throw new AssertionError(type, missing);
        }
    }

    private static String list() throws IOException {
        return Files.readString(Path.of("src", "docs", "attacks.md"));
    }
}
