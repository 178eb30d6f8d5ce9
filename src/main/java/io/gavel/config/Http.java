package io.gavel.config;

import java.util.List;

/**
 * Where REST and the bridge listen, and whom they believe.
 *
 * @param host a host name, or an IP address without brackets
 * @param port 0 for any free port
 * @param corsOrigins allowed origins as a browser writes them (lower case, no default port); empty when not configured
 * @param trustedProxies IP addresses and CIDR blocks whose forwarding headers count
 */
public record Http(String host, int port, List<String> corsOrigins, List<String> trustedProxies) {
    public Http {
        corsOrigins = List.copyOf(corsOrigins);
        trustedProxies = List.copyOf(trustedProxies);
    }
}
