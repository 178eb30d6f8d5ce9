package io.gavel.config;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/** How one text becomes one value. Each throws {@link Refused}. */
final class Parsers {
    private static final Pattern ROOM_PREFIX = Pattern.compile("[A-Za-z0-9_-]{0,64}");
    private static final Pattern SLASHES_AT_END = Pattern.compile("/+$");
    private static final Pattern CLIMBS = Pattern.compile("\\\\|(^|/)\\.\\.(/|$)|(?i:%2e)");

    private static final Pattern VISIBLE = Pattern.compile("[!-~]+");
    private static final Pattern ROUTE = Pattern.compile("(?:/(?!\\.)[A-Za-z0-9._~-]++)++");
    /** Below these something else is served. */
    private static final Pattern TAKEN =
            Pattern.compile("/(api|dev|eventbus|client|console|docs|recordings|openapi\\.json|asyncapi\\.json)(/.*)?");

    private Parsers() {}

    /** The same text: without NUL and half surrogate pairs, which nothing takes. */
    static String whole(String text) {
        if (text.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new Refused("a text with NUL or half a character");
        }
        return text;
    }

    static Mode mode(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "dev" -> Mode.DEV;
            case "production" -> Mode.PRODUCTION;
            default -> throw new Refused();
        };
    }

    static boolean flag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new Refused();
        };
    }

    static int number(Variable variable, String text) {
        if (Numbers.within(text, variable.least(), variable.most())) {
            return Integer.parseInt(text);
        }
        // A Service named gavel-management makes Kubernetes set GAVEL_MANAGEMENT_PORT.
        throw text.startsWith("tcp://")
                ? new Refused(
                        Shown.quoted(text) + ", which Kubernetes sets for a Service unless enableServiceLinks is false")
                : new Refused();
    }

    static String text(String text) {
        if (text.isBlank() || text.chars().anyMatch(Character::isISOControl)) {
            throw new Refused();
        }
        return text;
    }

    static Secret secret(String text) {
        if (text.isBlank()) {
            throw new Refused("nothing but blanks");
        }
        return new Secret(text);
    }

    /** A secret that may stand in a header as it is. */
    static Secret bearer(String text) {
        if (!VISIBLE.matcher(text).matches()) {
            throw new Refused("a text with blanks or other characters that are not visible ASCII");
        }
        return new Secret(text);
    }

    static boolean allowance(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "allow" -> true;
            case "refuse" -> false;
            default -> throw new Refused();
        };
    }

    /** Who may watch recordings: everybody of the meeting, or those alone who moderate it. */
    static boolean byParticipants(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "participants" -> true;
            case "moderators" -> false;
            default -> throw new Refused();
        };
    }

    /** A path of this server's that nothing else has. */
    static String routePath(String text) {
        if (!ROUTE.matcher(text).matches() || TAKEN.matcher(text).matches()) {
            throw new Refused();
        }
        return text;
    }

    static String host(String text) {
        return Hosts.parse(text).orElseThrow(Refused::new);
    }

    /** A host that others can connect to. */
    static String reachableHost(String text) {
        var host = host(text);
        if (Hosts.isWildcard(host)) {
            throw new Refused();
        }
        return host;
    }

    static String roomPrefix(String text) {
        if (!ROOM_PREFIX.matcher(text).matches()) {
            throw new Refused();
        }
        return text;
    }

    static String recordingPath(String text) {
        var path = SLASHES_AT_END.matcher(text(text)).replaceFirst("");
        // With nothing left every path would be one of a recording; with these none would.
        if (path.isBlank() || CLIMBS.matcher(path).find()) {
            throw new Refused();
        }
        return path;
    }

    static URI httpUrl(String text) {
        try {
            var uri = new URI(text);
            httpHost(uri);
            return uri;
        } catch (URISyntaxException malformed) {
            throw new Refused();
        }
    }

    /** The same text, of which {@link #jitsiHost} can tell the host. */
    static String jitsiDomain(String text) {
        jitsiHost(text);
        return text;
    }

    /** The host name in a Jitsi domain: of a URL, or the text itself. */
    static String jitsiHost(String text) {
        if (!text.contains("://")) {
            return HostPort.parse(text, 443).host();
        }
        var url = httpUrl(text);
        if (url.getRawQuery() != null) {
            throw new Refused();
        }
        return httpHost(url);
    }

    static Path readableFile(Path workingDirectory, String text) {
        var file = path(workingDirectory, text);
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new Refused();
        }
        return file;
    }

    /** What stands in a file with an RSA private key, which is long enough for RS256 (RFC 7518, 3.3). */
    static Secret privateKey(Path workingDirectory, String text) {
        var file = readableFile(workingDirectory, text);
        try {
            var pem = Files.readString(file, StandardCharsets.US_ASCII);
            RsaPrivateKey.require(pem);
            return new Secret(pem);
        } catch (IOException unreadable) {
            throw new Refused();
        }
    }

    static Path path(Path workingDirectory, String text) {
        try {
            return workingDirectory.resolve(text(text)).toAbsolutePath().normalize();
        } catch (InvalidPathException malformed) {
            throw new Refused();
        }
    }

    private static String httpHost(URI uri) {
        var http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        var authority = uri.getRawAuthority();
        // A host with an underscore is none to java.net.URI, but one to Docker.
        if (!http || authority == null || uri.getRawFragment() != null) {
            throw new Refused();
        }
        return HostPort.parse(authority, 443).host();
    }
}
