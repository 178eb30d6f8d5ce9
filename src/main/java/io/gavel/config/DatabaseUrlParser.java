package io.gavel.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gavel.config.DatabaseUrl.SslMode;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one database URL by hand: what {@link java.net.URI} throws repeats its input, and that holds a password. What
 * this throws completes the sentence "got ...".
 */
final class DatabaseUrlParser {
    private static final Pattern URL = Pattern.compile("postgres(?:ql)?://([^/?#]*)(?:/([^?#]*))?(?:\\?(.*))?");
    private static final Pattern AUTHORITY = Pattern.compile("(?:(.*)@)?(\\[[^\\]@]*]|[^:\\[\\]@]*)(?::([^@]*))?");
    private static final Pattern PARAMETER_NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final Pattern ESCAPED = Pattern.compile("(?:[^%]++|%[0-9A-Fa-f]{2})*+");
    /** What Java makes of bytes that are not UTF-8. */
    private static final String REPLACEMENT = "\uFFFD";

    private static final int DEFAULT_PORT = 5432;

    private final String url;

    DatabaseUrlParser(String url) {
        this.url = url;
    }

    DatabaseUrl parse() {
        var scheme = url.indexOf("://");
        if (!url.startsWith("postgresql://") && !url.startsWith("postgres://")) {
            throw new Refused("an address that does not start with postgresql:// or postgres://");
        }
        var parts = URL.matcher(url);
        if (url.lastIndexOf('@') > authorityEnd(scheme + 3) || !parts.matches()) {
            // What follows may be the rest of a password: it is not looked at, and not named.
            throw new Refused("a URL in which / ? # or @ of a name or password is not percent-encoded");
        }
        var authority = AUTHORITY.matcher(parts.group(1));
        if (!authority.matches()) {
            throw new Refused("a URL with a malformed host");
        }
        var credentials = credentials(authority.group(1));
        var host = host(authority.group(2));
        var port = port(authority.group(3));
        var database = database(parts.group(2));
        var sslMode = sslMode(parts.group(3));
        return new DatabaseUrl(credentials.user, credentials.password, host, port, database, sslMode);
    }

    private int authorityEnd(int start) {
        for (var i = start; i < url.length(); i++) {
            if ("/?#".indexOf(url.charAt(i)) >= 0) {
                return i;
            }
        }
        return url.length();
    }

    private record Credentials(String user, @Nullable Secret password) {}

    private static Credentials credentials(@Nullable String text) {
        var colon = text == null ? -1 : text.indexOf(':');
        var user = text == null ? "" : decode(colon < 0 ? text : text.substring(0, colon), "user");
        if (user.isEmpty() || text == null) {
            throw new Refused("a URL without a user");
        }
        var password = colon < 0 ? "" : decode(text.substring(colon + 1), "password");
        return new Credentials(user, password.isEmpty() ? null : new Secret(password));
    }

    private static String host(String text) {
        if (text.isEmpty()) {
            throw new Refused("a URL without a host");
        }
        return Hosts.parse(text).orElseThrow(() -> new Refused("a URL with a malformed host"));
    }

    private static int port(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return DEFAULT_PORT;
        }
        if (!Numbers.within(text, 1, 65535)) {
            throw new Refused("a URL whose port is not 1..65535");
        }
        return Integer.parseInt(text);
    }

    private static String database(@Nullable String path) {
        if (path == null || path.isEmpty()) {
            throw new Refused("a URL without a database");
        }
        if (path.indexOf('/') >= 0) {
            throw new Refused("a URL with more than a database in its path");
        }
        return decode(path, "database");
    }

    private static SslMode sslMode(@Nullable String query) {
        var modes = new ArrayList<String>();
        for (var parameter : query == null ? List.<String>of() : List.of(query.split("&"))) {
            var equals = parameter.indexOf('=');
            var name = decode(equals < 0 ? parameter : parameter.substring(0, equals), "parameter");
            if (name.equals("sslmode")) {
                modes.add(decode(equals < 0 ? "" : parameter.substring(equals + 1), "sslmode"));
            } else if (!name.equals("schema") && !parameter.isEmpty()) {
                var named = PARAMETER_NAME.matcher(name).matches();
                throw new Refused("a URL with the parameter " + (named ? name : "of a strange name"));
            }
        }
        if (modes.size() > 1) {
            throw new Refused("a URL with sslmode twice");
        }
        return modes.isEmpty()
                ? SslMode.PREFER
                : SslMode.of(modes.get(0)).orElseThrow(() -> new Refused("a URL with an unknown sslmode"));
    }

    private static String decode(String text, String part) {
        var decoded =
                ESCAPED.matcher(text).matches() ? URLDecoder.decode(text.replace("+", "%2B"), UTF_8) : REPLACEMENT;
        if (decoded.contains(REPLACEMENT) || decoded.indexOf('\0') >= 0) {
            throw new Refused("a URL with a malformed percent-encoding in its " + part);
        }
        return decoded;
    }
}
