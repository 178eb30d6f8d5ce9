package io.gavel.authorization;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Who asks: what the first column of a table names. */
enum Role {
    NONE("none"),
    BAD_TOKEN("bad token"),
    STRANGER("stranger"),
    INVITED("invited"),
    /** Admitted by a REST join. */
    JOINED("joined"),
    /** Joined, and its connection has a session: of the bridge's table alone. */
    INSIDE("inside"),
    LEFT("left"),
    REMOVED("removed"),
    MODERATOR("Moderator"),
    HOST("Host"),
    ADMIN("admin"),
    RESERVATIONS("reservations"),
    EVENTS("events"),
    RECORDER("recorder"),
    WEBHOOK("webhook");

    /** Who has a token of the platform, over REST. */
    static final Set<Role> USERS = in(EnumSet.of(STRANGER, INVITED, JOINED, LEFT, REMOVED, MODERATOR, HOST, ADMIN));

    /** Who can connect to the bridge. */
    static final Set<Role> CONNECTED = with(USERS, INSIDE);

    /** Who asks for what is no user's: a page, or what Jitsi's servers call. */
    static final Set<Role> VISITORS = in(EnumSet.of(NONE, BAD_TOKEN, STRANGER, ADMIN));

    /** Who calls what is there for Jitsi's servers, each of which has a secret of its own. */
    static final Set<Role> SERVERS = with(VISITORS, RESERVATIONS, EVENTS, RECORDER, WEBHOOK);

    /** Who belongs to a meeting, or did. */
    static final Set<Role> PEOPLE = in(EnumSet.of(INVITED, JOINED, INSIDE, LEFT, REMOVED, MODERATOR));

    private final String word;

    Role(String word) {
        this.word = word;
    }

    static Role of(String word) {
        return Arrays.stream(values())
                .filter(role -> role.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new AssertionError("\"" + word + "\" is no role"));
    }

    /** Nobody has joined a Scheduled meeting: the first who does starts it. */
    boolean isThere(Column column) {
        return column != Column.SCHEDULED || (this != JOINED && this != INSIDE);
    }

    /** Who shows nothing that opens anything. */
    boolean isNobody() {
        return this == NONE || this == BAD_TOKEN;
    }

    static Set<Role> with(Set<Role> roles, Role... more) {
        var all = EnumSet.copyOf(roles);
        Collections.addAll(all, more);
        return in(all);
    }

    private static Set<Role> in(EnumSet<Role> roles) {
        return Collections.unmodifiableSet(roles);
    }

    @Override
    public String toString() {
        return word;
    }
}
