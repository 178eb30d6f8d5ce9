package io.gavel.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LuaPatternTest {
    @ParameterizedTest
    @CsvSource({"a(b)c, abc, true", "((a)(b)), ab, true", "a().-, abc, true", "(a), b, false"})
    void capturesChangeNothing(String pattern, String name, boolean matches) {
        assertThat(LuaPattern.parse(pattern).orElseThrow().mayMatch(name)).isEqualTo(matches);
    }

    @Test
    void asManyCapturesAsLuaTakesAreAPatternAndMoreAreNone() {
        assertThat(LuaPattern.parse("()".repeat(32))).isPresent();
        assertThat(LuaPattern.parse("()".repeat(33))).isEmpty();
        assertThat(LuaPattern.parse("(".repeat(10_000))).isEmpty();
        assertThat(LuaPattern.parse("(".repeat(8_000) + ")".repeat(8_000))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"(", ")", "a(b", "a)b", ")(", "(()"})
    void capturesThatDoNotMatchAreNoPattern(String pattern) {
        assertThat(LuaPattern.parse(pattern)).isEmpty();
    }

    @Test
    void aPatternAsLongAsATokenIsJudgedByNobody() {
        for (var pattern : new String[] {"a".repeat(15_000), "[" + "ab".repeat(7_000) + "]", "a?".repeat(7_000)}) {
            assertThat(LuaPattern.parse(pattern).orElseThrow().mayMatch("a".repeat(64)))
                    .isTrue();
        }
    }

    @Test
    void whatWouldTakeLongIsJudgedByNobody() {
        var three = LuaPattern.parse(".-.-.-x").orElseThrow();

        assertThat(three.mayMatch("a".repeat(64))).isFalse();
        assertThat(three.mayMatch("a".repeat(65))).isTrue();
        assertThat(LuaPattern.parse(".-.-.-.-x").orElseThrow().mayMatch("a")).isTrue();
    }
}
