package io.gavel.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class CanariesTest {
    private final Canaries canaries = new Canaries();
    private final String secret = canaries.plant("it", "canary?>~of 40 bytes, more than a line's");

    @Test
    void isFoundHoweverItIsWritten() {
        var bytes = secret.getBytes(UTF_8);

        assertThat(canaries.foundIn("x" + secret + "y")).containsExactly("it as it is");
        assertThat(canaries.foundIn(URLEncoder.encode("a=" + secret + "&b", UTF_8)))
                .containsExactly("it encoded for a URL");
        assertThat(canaries.foundIn(HexFormat.of().formatHex(bytes))).containsExactly("it in hex");
        assertThat(canaries.foundIn(Arrays.toString(bytes))).containsExactly("it as numbers");
    }

    @Test
    void isFoundInBase64AmongOtherBytes() {
        for (var before : List.of("", "a", "ab", "abc")) {
            for (var after : List.of("", "z", "yz")) {
                var bytes = (before + secret + after).getBytes(UTF_8);

                assertThat(canaries.foundIn(Base64.getEncoder().encodeToString(bytes)))
                        .containsExactly("it in Base64");
                assertThat(canaries.foundIn(Base64.getUrlEncoder().encodeToString(bytes)))
                        .containsExactly("it in Base64");
            }
        }
    }

    @Test
    void isFoundInADumpOfNetty() {
        for (var before = 0; before < 16; before++) {
            var carried = Unpooled.copiedBuffer("x".repeat(before) + secret + "y", UTF_8);

            assertThat(canaries.foundIn(ByteBufUtil.prettyHexDump(carried))).containsExactly("it in a dump");
        }
    }

    @Test
    void isNotFoundWhereItIsNot() {
        assertThat(canaries.foundIn("another canary, of which nobody knows, and 16 bytes"))
                .isEmpty();
    }
}
