package io.gavel.http.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.config.Http;
import io.gavel.config.RateLimits;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose requests they are, for who comes through 198.51.100.1 and the network 192.0.2.0/24, which are trusted. */
class ClientsTest {
    private static final List<String> PROXIES = List.of("198.51.100.1", "192.0.2.0/24", "2001:db8:f::/48");

    private final Clients clients = new Clients(new Http(
            "127.0.0.1",
            0,
            List.of(),
            PROXIES,
            new RateLimits(1, 1, List.of("127.0.0.0/8", "::1", "203.0.113.200")),
            Duration.ZERO));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            203.0.113.7                                    | 203.0.113.7
            198.51.100.250, 203.0.113.7                    | 203.0.113.7
            127.0.0.1, 203.0.113.7                         | 203.0.113.7
            203.0.113.200, 203.0.113.7                     | 203.0.113.7
            203.0.113.9, 203.0.113.7, 192.0.2.9            | 203.0.113.7
            203.0.113.9,203.0.113.7,192.0.2.9 , 192.0.2.10 | 203.0.113.7
            203.0.113.7:51234                              | 203.0.113.7
            x, 203.0.113.7                                 | 203.0.113.7
            ', 203.0.113.7'                                | 203.0.113.7
            ::ffff:203.0.113.7                             | 203.0.113.7
            2001:db8:1:2:3:4:5:6                           | 2001:db8:1:2::/64
            2001:db8:1:2::99                               | 2001:db8:1:2::/64
            [2001:db8:1:2::99]:443                         | 2001:db8:1:2::/64
            2001:DB8:1:3::99                               | 2001:db8:1:3::/64
            203.0.113.9, 2001:db8:1:2::99, 2001:db8:f:1::1 | 2001:db8:1:2::/64
            """)
    void theLastThatIsNoTrustedProxyIsTheClient(String forwardedFor, String network) {
        var client = clients.of("198.51.100.1", List.of(forwardedFor));

        assertThat(client).isEqualTo(new Client(network, false, false, false));
    }

    @Test
    void linesAreReadAsOne() {
        assertThat(clients.of("198.51.100.1", List.of("203.0.113.9", "203.0.113.7, 192.0.2.1"))
                        .network())
                .isEqualTo("203.0.113.7");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                             | 198.51.100.1
            x                              | 198.51.100.1
            203.0.113.7, x                 | 198.51.100.1
            203.0.113.7,                   | 198.51.100.1
            203.0.113.7, localhost         | 198.51.100.1
            203.0.113.7, 1.2.3.400         | 198.51.100.1
            203.0.113.7, unknown, 192.0.2.9 | 192.0.2.9
            192.0.2.7, 192.0.2.9           | 192.0.2.7
            """)
    void whereNoneIsToldTheLastProxyStandsForItsClients(String forwardedFor, String network) {
        var client = clients.of("198.51.100.1", List.of(forwardedFor));

        assertThat(client.network()).isEqualTo(network);
        assertThat(client.isProxy()).isTrue();
    }

    @Test
    void nobodyOnTheInternetForwardsForOthersWithoutBeingTrusted() {
        assertThat(clients.of("203.0.113.7", List.of("127.0.0.1")))
                .isEqualTo(new Client("203.0.113.7", false, false, false));
        assertThat(clients.of("198.51.100.2", List.of("203.0.113.8")))
                .isEqualTo(new Client("198.51.100.2", false, false, false));
    }

    @ParameterizedTest
    @CsvSource({"10.1.2.3", "172.16.0.1", "192.168.1.1", "127.0.0.1", "fd00::1", "fe80::1%eth0", "::1"})
    void theClientsOfAProxyThatNobodyNamedCannotBeToldApart(String proxy) {
        assertThat(clients.of(proxy, List.of("203.0.113.7")).isProxy()).isTrue();
        assertThat(clients.of(proxy, List.of()).isProxy()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, true", "127.9.9.9, true", "::1, true", "203.0.113.200, true", "203.0.113.201, false"})
    void whoIsNotLimitedIsKnownByItsAddress(String address, boolean isUnlimited) {
        assertThat(clients.of(address, List.of()).isUnlimited()).isEqualTo(isUnlimited);
        assertThat(clients.of("198.51.100.1", List.of(address)).isUnlimited()).isEqualTo(isUnlimited);
    }

    @Test
    void noMoreThanTenHopsAreLookedAt() {
        var hops = "203.0.113.7" + ", 192.0.2.1".repeat(10);

        assertThat(clients.of("198.51.100.1", List.of(hops)).network()).isEqualTo("192.0.2.1");
    }
}
