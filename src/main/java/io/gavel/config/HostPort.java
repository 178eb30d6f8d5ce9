package io.gavel.config;

import java.util.regex.Pattern;

/**
 * A host and a port. Its text is {@code host:port}, an IPv6 host in brackets.
 *
 * @param host a host name, or an IP address without brackets
 */
record HostPort(String host, int port) {
    private static final Pattern FORM = Pattern.compile("(\\[[^\\]]*]|[^:\\[\\]]*)(?::(.*))?");

    /** Reads {@code host:port} or a host alone; throws {@link Refused}. */
    static HostPort parse(String text, int defaultPort) {
        if (Hosts.isIpV6(text)) {
            return new HostPort(text, defaultPort);
        }
        var parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new Refused();
        }
        var host = Hosts.parse(parts.group(1)).orElseThrow(Refused::new);
        var port = parts.group(2);
        if (port != null && !Numbers.within(port, 1, 65535)) {
            throw new Refused();
        }
        return new HostPort(host, port == null ? defaultPort : Integer.parseInt(port));
    }

    @Override
    public String toString() {
        return Hosts.bracketed(host) + ":" + port;
    }
}
