package io.gavel.http.route;

import io.gavel.bus.Addresses;
import io.gavel.bus.Bus;
import io.gavel.doctor.CheckToken;
import io.gavel.doctor.Circumstances;
import io.gavel.doctor.Provider;
import io.gavel.doctor.RsaKey;
import io.gavel.http.answer.Answer;
import io.gavel.http.request.ApiRequest;
import io.gavel.http.request.Fields;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.vertx.core.Future;
import java.security.PublicKey;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What Jitsi makes of a token, for admins. */
public final class TokenCheckRoutes {
    private final Bus bus;

    public TokenCheckRoutes(Bus bus) {
        this.bus = bus;
    }

    public void register(Handlers handlers) {
        handlers.on("checkJitsiToken", this::check);
    }

    private Future<Answer> check(ApiRequest request) {
        var fields = request.fields();
        var circumstances = circumstances(fields);
        request.faults().throwIfAny();
        if (!request.caller().admin()) {
            throw new Problem(Code.FORBIDDEN, "only an admin may do this");
        }
        var token = Objects.requireNonNull(fields.text("token"), "a body without faults has a token");
        return bus.request(Addresses.CHECK_JITSI_TOKEN, new CheckToken(token, circumstances))
                .map(Answer::ok);
    }

    private static Circumstances circumstances(Fields fields) {
        return new Circumstances(
                fields.text("room"),
                fields.text("tenant"),
                fields.text("domain"),
                fields.text("issuer"),
                fields.text("audience"),
                Provider.of(fields.text("provider")).orElse(null),
                publicKey(fields),
                fields.flag("domainVerification", true),
                fields.flag("lobby", false));
    }

    private static @Nullable PublicKey publicKey(Fields fields) {
        var pem = fields.text("publicKey");
        if (pem == null) {
            return null;
        }
        var key = RsaKey.parse(pem);
        if (key.isEmpty()) {
            fields.faults().add("publicKey", "takes an RSA public key as PEM, which begins with BEGIN PUBLIC KEY");
        }
        return key.orElse(null);
    }
}
