package io.gavel.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import io.gavel.config.Jitsi;
import java.time.Instant;

/** Tells of any text which rules of Jitsi it breaks as a token. The same text at the same time gets the same answer. */
public final class TokenDoctor {
    private final Jitsi jitsi;

    public TokenDoctor(Jitsi jitsi) {
        this.jitsi = jitsi;
    }

    /**
     * All that is to be said of this text as a token.
     *
     * @param now the clock that times in the token are judged by
     */
    public TokenReport examine(CheckToken asked, Instant now) {
        var token = ParsedToken.parse(asked.token());
        var expected = Expectations.of(jitsi, asked.circumstances(), token.subject(), now);
        var findings = new Findings();
        new LoginCheck(token, expected, findings).run(asked.token());
        new RoomCheck(token, expected, findings).run();
        var refused = findings.refuse();
        new ClientCheck(asked.token(), now, findings).run();
        var user = new UserCheck(token, expected, findings);
        if (token.claims().filter(JsonNode::isObject).isPresent()) {
            new ClaimCheck(token, expected, findings).run();
            user.run();
            new FeatureCheck(token, user.moderates(), findings).run();
        }
        return new TokenReport(!refused, refused ? null : user.affiliation(), findings.worstFirst());
    }
}
