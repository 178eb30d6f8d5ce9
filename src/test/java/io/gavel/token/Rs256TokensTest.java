package io.gavel.token;

import static io.gavel.token.Admissions.ROOM;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.config.JitsiKey;
import io.gavel.config.Secret;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class Rs256TokensTest {
    private static final RsaPair PAIR = RsaPair.generate();
    private static final TestNode NODE = TestNode.start(TestNode.NO_KEY);

    @AfterAll
    static void stop() {
        NODE.close();
    }

    @Test
    void theHeaderNamesTheKey() {
        var key = new SigningKey(NODE.vertx, new JitsiKey("gavel 2026/ä", new Secret(PAIR.pem())));

        var token = key.sign(new LinkedHashMap<>(Map.of("room", ROOM)));

        assertThat(JitsiVerifier.header(token))
                .isEqualTo(JitsiVerifier.json("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"gavel 2026/ä\"}"));
        assertThat(PAIR.signed(token)).isTrue();
    }
}
