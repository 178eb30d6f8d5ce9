package io.gavel.http.jaas;

import static io.gavel.fuzz.FuzzTarget.require;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.gavel.config.Secret;
import io.gavel.fuzz.FuzzTarget;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Arrays;

/** What Jitsi as a Service tells: the signature's header where the first byte is odd, else a body. */
public final class WebhookFuzz implements FuzzTarget {
    private static final String TENANT = "vpaas-magic-cookie-96f0941768964ab380ed0fbada7a502f";
    private static final Secret SECRET = new Secret("whsec_9635df66714a4cf088ee9d0979dd3bf6");
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @Override
    public void take(byte[] input) {
        if (input.length == 0) {
            return;
        }
        var rest = Arrays.copyOfRange(input, 1, input.length);
        if (input[0] % 2 == 0) {
            takeBody(rest);
        } else {
            JaasSignature.of(new String(rest, ISO_8859_1)).ifPresent(signature -> {
                signature.isFresh(NOW);
                require(!signature.isOf(rest, SECRET), "a body that was signed by nobody");
            });
        }
    }

    private static void takeBody(byte[] body) {
        try {
            var webhook = JaasWebhook.read(Buffer.buffer(body), TENANT);
            require(webhook.event().type().equals(webhook.type()), "an event of another type");
            webhook.recording()
                    .ifPresent(file -> require(
                            !file.recording().fileUrl().contains("?"), "an address that opens the file for everybody"));
        } catch (Problem refused) {
            require(refused.code() == Code.INVALID_REQUEST, "refused as " + refused.code());
        }
    }
}
