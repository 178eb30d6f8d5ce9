package io.gavel.config;

import java.util.List;

/**
 * How much may be asked for within a minute; 0 for any number.
 *
 * @param perUser by one user, at all nodes together
 * @param perAddress from one client's address, at all nodes together
 * @param unlimited IP addresses and CIDR blocks whose requests are not counted
 */
public record RateLimits(int perUser, int perAddress, List<String> unlimited) {
    public RateLimits {
        unlimited = List.copyOf(unlimited);
    }
}
