package io.gavel.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DotEnvTest {
    @Test
    void eachFormOfALineIsRead() {
        var values = DotEnv.parse("""
                # a comment
                BARE=a b=c # comment

                  export EXPORTED = x
                HASH=a#b
                EMPTY=
                COMMENTED=# nothing
                SINGLE='$x \\n # "stays"' # comment
                DOUBLE="a \\"b\\" \\\\ \\$ \\n \\x # stays"
                LINES="one
                two"
                TWICE=first
                TWICE=second""");

        assertThat(values)
                .containsOnly(
                        entry("BARE", "a b=c"),
                        entry("EXPORTED", "x"),
                        entry("HASH", "a#b"),
                        entry("EMPTY", ""),
                        entry("COMMENTED", ""),
                        entry("SINGLE", "$x \\n # \"stays\""),
                        entry("DOUBLE", "a \"b\" \\ $ \n \\x # stays"),
                        entry("LINES", "one\ntwo"),
                        entry("TWICE", "second"));
    }

    @Test
    void windowsLinesAndByteOrderMarksAreNoPartOfAValue() {
        assertThat(DotEnv.parse("\uFEFFA=1\r\nB='2'\r\nC=\"3\"\r\nD=\r\n"))
                .containsOnly(entry("A", "1"), entry("B", "2"), entry("C", "3"), entry("D", ""));
    }

    @Test
    void anEmptyFileGivesNothing() {
        assertThat(DotEnv.parse("")).isEmpty();
        assertThat(DotEnv.parse("\n# only\n")).isEmpty();
    }

    @Test
    void aLongQuotedValueIsRead() {
        var value = "x\\\"".repeat(100_000);

        assertThat(DotEnv.parse("A=\"" + value + "\"")).containsOnly(entry("A", "x\"".repeat(100_000)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"canary", "A='canary", "A=\"canary", "A=\"x\" canary", "1A=canary", "=canary", "A='x'canary"})
    void aMalformedLineIsNamedByItsNumber(String line) {
        assertThatThrownBy(() -> DotEnv.parse("OK=1\n\n" + line + "\n"))
                .isInstanceOf(Refused.class)
                .hasMessage("a malformed line 3");
    }
}
