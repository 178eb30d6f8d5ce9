package io.gavel.doctor;

import java.util.Optional;

/** What works with Jitsi, but not as the maker of a token is likely to think. */
public enum Surprise implements Rule {
    SIGNATURE_UNCHECKED(
            "Whether the signature is right is not known here.", "Give the public key that Jitsi verifies with."),
    EXP_MISSING(
            "It opens its room for ever, for whoever finds it: Jitsi logs refused tokens in full.",
            "Set exp to the meeting's end and some margin."),
    EXP_MILLISECONDS("It opens its room for ever: Jitsi takes the number for seconds.", "Divide exp by 1000."),
    EXP_FAR(
            "Whoever was kicked out comes back with it; Jitsi logs refused tokens in full.",
            "Let it end a few hours from now: it is needed only to connect, and a running call goes on."),
    NBF_NO_MARGIN(
            "Where Jitsi's clock is behind by a second, the login fails.", "Set nbf 10 to 60 seconds before iat."),
    IAT_FUTURE(
            "Nothing: Jitsi does not look at iat.", "Set the clocks by NTP, and use nbf for what is not to open yet."),
    AUD_WILDCARD("Nothing here; a server that accepts jitsi alone refuses it.", "Set aud to jitsi."),
    ROOM_WILDCARD(
            "It opens every room of the server, also those of others.",
            "Name the one room; never take the name from a user unchecked, who could give *."),
    ROOM_STAR("It opens no other room: only * alone is a wildcard.", "Name the one room."),
    ROOM_PATTERN(
            "It opens every room whose whole name its Lua pattern matches; where the domain is not verified, it is taken for a plain name.",
            "Name the one room."),
    ROOM_CAPITALS(
            "Jitsi's server takes it in lower case; lib-jitsi-meet refuses room names with capitals.",
            "Use lower case everywhere."),
    ROOM_CHARACTERS(
            "Browsers send such a name percent-encoded, and Jitsi compares it as it comes.",
            "Use ASCII letters, digits, - and _."),
    SUB_WILDCARD("It opens its room under every domain and tenant of the server.", "Name the domain or tenant."),
    SUB_UNCHECKED(
            "Nothing while the server does not verify domains, as docker-jitsi-meet does not; once it does, the room turns it away.",
            "Set sub to Jitsi's main domain, or to the tenant."),
    TENANT(
            "Jitsi only warns in its log, unless the room lets no unauthenticated user in.",
            "Make context.tenant the tenant of the address."),
    CONTEXT_USELESS("Jitsi knows nothing of the user.", "Make context an object with user."),
    USER_MISSING(
            "The person has no name, and nobody knows whose account it is.",
            "Give context.user with id, name and what else is known."),
    USER_ID_MISSING(
            "Neither webhooks nor pages can tell whose account it is.",
            "Set context.user.id to the account's id, as text."),
    USER_FIELD_TYPE("The page drops it.", "Make it a text."),
    GROUP("A recording does not say to which meeting it belongs.", "Set context.group to the meeting's id, as text."),
    MODERATOR_MISPLACED(
            "It makes nobody a moderator: Jitsi looks at context.user alone.",
            "Set context.user.moderator to true and context.user.affiliation to owner."),
    MODERATOR_VALUE("It makes nobody a moderator.", "Make it true or false; the text counts in lower case only."),
    AFFILIATION_VALUE("It makes nobody a moderator.", "Make it owner or member, in lower case."),
    MODERATOR_CONFLICT(
            "Whoever bears it moderates: one of the two is enough.",
            "Let moderator true go with affiliation owner, and false with member."),
    MODERATOR_HALF(
            "Some of Jitsi's plugins look at the one, some at the other.",
            "Give both context.user.moderator and context.user.affiliation."),
    MODERATOR_MISSING(
            "A member with mod_token_affiliation; without it, and unless Jicofo's enable-auto-owner is off, whoever comes first moderates.",
            "Give context.user.moderator and context.user.affiliation, also to those who do not moderate."),
    VISITOR(
            "The page prefers visitor mode: the person watches.",
            "Leave context.user.role out for those who take part."),
    HIDDEN_FROM_RECORDER("The person is in no recording.", "Leave hidden-from-recorder out for people."),
    LOBBY(
            "The moderator waits in the lobby like everyone, and where only guests are inside nobody can open.",
            "Set context.user.lobby_bypass to true and load token_lobby_bypass, or give the room a password instead."),
    LOBBY_BYPASS_TYPE(
            "It lets nobody past the lobby: only true itself counts.",
            "Make context.user.lobby_bypass true, without quotation marks."),
    FEATURES_USELESS("Jitsi knows no feature of it.", "Make context.features an object, or leave it out."),
    FEATURES_INCOMPLETE(
            "What is left out is denied, also to moderators.",
            "Say true or false of every feature, or leave context.features out: then moderators get what the server gives."),
    FEATURE_RECENT(
            "Pages of before 2026 name it as a reason when a connection fails.",
            "Leave it out unless your Jitsi knows it."),
    RECORDING_PARTICIPANT(
            "The page shows the button, and Jicofo refuses to record for who is no moderator.",
            "Make the user a moderator, or set jicofo.conference.enable-moderator-checks to false."),
    ADMIN(
            "Its bearer may end rooms and ban users through 8x8's management calls.",
            "Never give a browser a token with admin; keep it on your server.");

    private final String effect;
    private final String mend;

    Surprise(String effect, String mend) {
        this.effect = effect;
        this.mend = mend;
    }

    @Override
    public Severity severity() {
        return Severity.SURPRISING;
    }

    @Override
    public Optional<String> says() {
        return Optional.empty();
    }

    @Override
    public String effect() {
        return effect;
    }

    @Override
    public String mend() {
        return mend;
    }
}
