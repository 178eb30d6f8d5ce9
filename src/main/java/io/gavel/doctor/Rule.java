package io.gavel.doctor;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** One rule that a token can break. All of them: {@link ServerRule}, {@link ClientRule}, {@link Surprise}. */
public sealed interface Rule permits ServerRule, ClientRule, Surprise {
    /** The constant's name. */
    String name();

    Severity severity();

    /** The words in Prosody's log or the web client's key, by which people search for it; empty where nobody says a word. */
    Optional<String> says();

    /** What somebody with such a token then sees. */
    String effect();

    /** How to mend it. */
    String mend();

    /** Its stable name on the wire. */
    default String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Stream<Rule> all() {
        return Stream.<Rule[]>of(ServerRule.values(), ClientRule.values(), Surprise.values())
                .flatMap(Stream::of);
    }
}
