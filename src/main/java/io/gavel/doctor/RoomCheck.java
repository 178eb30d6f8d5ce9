package io.gavel.doctor;

import java.util.Locale;

/** The server's second look, at the door of the room: whether the token is for this room, and for this domain or tenant. */
final class RoomCheck {
    private final ParsedToken token;
    private final Expectations expected;
    private final Findings findings;

    RoomCheck(ParsedToken token, Expectations expected, Findings findings) {
        this.token = token;
        this.expected = expected;
        this.findings = findings;
    }

    void run() {
        var room = token.claim("room").textValue();
        if (room != null && !room.equals(RoomName.ANY)) {
            if (isPattern() && expected.domainVerification()) {
                pattern(room);
            } else {
                name(room);
            }
        }
        var sub = token.subject();
        if (sub != null && expected.provider() == Provider.SELF_HOSTED && !sub.equals("*")) {
            sub(sub);
        }
    }

    /** Whether {@code room} is meant as a Lua pattern. */
    private boolean isPattern() {
        return token.claim("context").path("room").path("regex").asText().equals("true");
    }

    private void name(String room) {
        if (RoomName.isNever(room)) {
            findings.add(
                    ServerRule.ROOM_NEVER, "Its room is %s, which no room is ever called.".formatted(Shown.text(room)));
        } else if (expected.room() != null && !RoomName.opens(room, expected.room())) {
            mismatch(room, expected.room());
        }
    }

    private void pattern(String room) {
        var pattern = LuaPattern.parse(Ascii.lower(room));
        var entered = expected.room();
        if (pattern.isEmpty()) {
            findings.add(ServerRule.ROOM_PATTERN_INVALID, "Its room %s is no Lua pattern.".formatted(Shown.text(room)));
        } else if (entered != null && !pattern.get().mayMatch(entered.toLowerCase(Locale.ROOT))) {
            mismatch(room, entered);
        }
    }

    private void mismatch(String room, String entered) {
        findings.add(
                ServerRule.ROOM,
                "Its room is %s, and the one entered %s.".formatted(Shown.text(room), Shown.text(entered)));
    }

    private void sub(String sub) {
        var wanted = expected.tenant() == null ? expected.domain() : expected.tenant();
        if (Ascii.lower(sub).equals(wanted)) {
            return;
        }
        var place = expected.tenant() == null ? "domain" : "tenant";
        var problem = "Its sub is %s, and the %s %s.".formatted(Shown.text(sub), place, Shown.text(wanted));
        findings.add(expected.domainVerification() ? ServerRule.SUB : Surprise.SUB_UNCHECKED, problem);
    }
}
