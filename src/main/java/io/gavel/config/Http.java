package io.gavel.config;

import java.time.Duration;
import java.util.List;

/**
 * Where REST and the bridge listen, and whom they believe.
 *
 * @param host a host name, or an IP address without brackets
 * @param port 0 for any free port
 * @param corsOrigins allowed origins as a browser writes them (lower case, no default port); empty when not configured
 * @param trustedProxies IP addresses and CIDR blocks whose forwarding headers count
 * @param hsts for how long browsers that came by https come by nothing else; zero: they are not told
 */
public record Http(
        String host,
        int port,
        List<String> corsOrigins,
        List<String> trustedProxies,
        RateLimits limits,
        Duration hsts) {
    public Http {
        corsOrigins = List.copyOf(corsOrigins);
        trustedProxies = List.copyOf(trustedProxies);
    }
}
