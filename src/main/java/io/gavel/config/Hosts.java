package io.gavel.config;

import io.netty.util.NetUtil;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Host names and IP addresses, judged by their text alone: no name is ever looked up. */
final class Hosts {
    private static final Pattern NAME = Pattern.compile(
            "(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*");
    private static final Pattern ENDS_IN_DIGITS = Pattern.compile("(.*\\.)?[0-9]+");

    private Hosts() {}

    /** The host that a text names: in lower case, an IPv6 address without brackets. */
    static Optional<String> parse(String text) {
        var bare = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        var host = bare.toLowerCase(Locale.ROOT);
        if (isIpV6(host)) {
            return Optional.of(host);
        }
        // "1.2.3" is no name: some resolvers read it as an address.
        var named =
                NAME.matcher(host).matches() && !ENDS_IN_DIGITS.matcher(host).matches();
        return bare.length() == text.length() && (named || isIpV4(host)) ? Optional.of(host) : Optional.empty();
    }

    static boolean isIp(String host) {
        return isIpV4(host) || isIpV6(host);
    }

    static boolean isIpV6(String host) {
        return host.indexOf('%') < 0 && host.indexOf('[') < 0 && NetUtil.isValidIpV6Address(host);
    }

    /** 127.0.0.0/8, {@code ::1} and {@code localhost}; other names are not, whatever they resolve to. */
    static boolean isLoopback(String host) {
        if (isIpV4(host)) {
            return host.startsWith("127.");
        }
        return host.equals("localhost") || (isIpV6(host) && endsIn(host, 1));
    }

    /** Whether a socket bound to it listens on every address. */
    static boolean isWildcard(String host) {
        return host.equals("0.0.0.0") || (isIpV6(host) && endsIn(host, 0));
    }

    /** The host as it stands in a URL. */
    static String bracketed(String host) {
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }

    private static boolean isIpV4(String host) {
        return NetUtil.isValidIpV4Address(host);
    }

    private static boolean endsIn(String ipV6, int last) {
        var bytes = NetUtil.createByteArrayFromIpAddressString(ipV6);
        if (bytes == null || bytes[15] != last) {
            return false;
        }
        for (var i = 0; i < 15; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
