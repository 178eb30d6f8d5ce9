package io.gavel.doctor;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names of rooms as Jitsi's server compares them. */
final class RoomName {
    static final String ANY = "*";

    /** What no name on the server holds: XMPP forbids it there, and folds every letter to lower case (RFC 6122, 2.3). */
    private static final Pattern FORBIDDEN = Pattern.compile("[\\s\"&'/:<>@]");

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]+");

    private RoomName() {}

    /** Whether a token with this claim opens no room at all, whatever its name. */
    static boolean isNever(String claim) {
        var folded = Ascii.lower(claim);
        return claim.isEmpty() || FORBIDDEN.matcher(claim).find() || !folded.equals(folded.toLowerCase(Locale.ROOT));
    }

    static boolean isPlain(String claim) {
        return PLAIN.matcher(claim).matches();
    }

    /** Whether the claim opens the room of this name. */
    static boolean opens(String claim, String entered) {
        return spellings(entered).contains(Ascii.lower(claim));
    }

    /** As the server may be told the name: by a client of its own as it is, by Jitsi's pages percent-encoded. */
    static Set<String> spellings(String entered) {
        var folded = entered.toLowerCase(Locale.ROOT);
        if (isPlain(folded) || folded.contains("%")) {
            return Set.of(folded);
        }
        var encoded = URLEncoder.encode(folded, StandardCharsets.UTF_8).replace("+", "%20");
        return Stream.of(folded, encoded.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    }
}
