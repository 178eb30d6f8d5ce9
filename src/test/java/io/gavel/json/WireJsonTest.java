package io.gavel.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WireJsonTest {
    @ParameterizedTest
    @CsvSource({
        "2026-11-23T04:05:06.007Z, 2026-11-23T04:05:06.007Z",
        "2026-12-31T23:59:59.999999999Z, 2026-12-31T23:59:59.999Z",
        "2024-02-29T00:00:00Z, 2024-02-29T00:00:00.000Z",
        "1969-12-31T23:59:59.5Z, 1969-12-31T23:59:59.500Z",
        "0000-01-01T00:00:00Z, 0000-01-01T00:00:00.000Z",
        "9999-12-31T23:59:59.999Z, 9999-12-31T23:59:59.999Z",
        "+10000-01-01T00:00:00Z, +10000-01-01T00:00:00.000Z",
    })
    void aTimeHasThreeDigitsOfASecondAndEndsInZ(Instant time, String text) {
        assertThat(WireJson.time(time)).isEqualTo(text);
    }

    @Test
    void aTimeReadsBackAsItself() {
        var random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            var time = Instant.ofEpochMilli(random.nextLong(-62_167_219_200_000L, 253_402_300_800_000L));

            assertThat(Instant.parse(WireJson.time(time))).isEqualTo(time);
        }
    }

    @Test
    void whatIsJsonAlreadyIsWrittenAsItIsAndReadAgain() {
        var people = new RawJson("[{\"userId\":\"7\",\"userName\":\"Zoë \\\"Z\\\"\"}]");

        var text = WireJson.encode(new Room(people));

        assertThat(text).isEqualTo("{\"people\":" + people.text() + "}");
        assertThat(WireJson.decode(text, Room.class)).isEqualTo(new Room(people));
    }

    private record Room(RawJson people) {}
}
