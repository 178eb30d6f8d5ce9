package io.gavel.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostsTest {
    @ParameterizedTest
    @CsvSource({
        "Meet.Example.com, meet.example.com",
        "my_service, my_service",
        "10.0.0.1, 10.0.0.1",
        "::1, ::1",
        "[2001:DB8::1], 2001:db8::1"
    })
    void aHostIsANameOrAnAddress(String text, String host) {
        assertThat(Hosts.parse(text)).contains(host);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "a..b",
                "-a",
                "a-",
                "1.2.3",
                "256.0.0.1",
                "127.1",
                "2130706433",
                "[a]",
                "[10.0.0.1]",
                "::1%eth0",
                "a:1",
                "[::1",
                "ü.example",
                "a\nb",
                "a."
            })
    void allElseIsNone(String text) {
        assertThat(Hosts.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.8.9.10", "::1", "0:0:0:0:0:0:0:1", "localhost"})
    void theNodeItselfIsLoopback(String host) {
        assertThat(Hosts.isLoopback(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "::",
                "128.0.0.1",
                "::2",
                "1::1",
                "localhost.example.com",
                "127.example.com",
                "fe80::1"
            })
    void allElseIsNotLoopback(String host) {
        assertThat(Hosts.isLoopback(host)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0, true", "::, true", "0:0::0, true", "::1, false", "127.0.0.1, false", "example.com, false"})
    void aWildcardIsEveryAddress(String host, boolean wildcard) {
        assertThat(Hosts.isWildcard(host)).isEqualTo(wildcard);
    }
}
