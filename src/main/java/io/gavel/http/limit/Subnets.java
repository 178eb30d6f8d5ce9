package io.gavel.http.limit;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** A part of all addresses. */
final class Subnets {
    private final List<IpSubnetFilterRule> subnets;

    /** @param blocks IP addresses and CIDR blocks, checked before */
    Subnets(List<String> blocks) {
        subnets = blocks.stream().map(Subnets::subnet).toList();
    }

    boolean include(InetAddress address) {
        var socket = new InetSocketAddress(address, 0);
        return subnets.stream().anyMatch(subnet -> subnet.matches(socket));
    }

    private static IpSubnetFilterRule subnet(String block) {
        var parts = block.split("/", 2);
        var whole = parts[0].contains(":") ? 128 : 32;
        return new IpSubnetFilterRule(
                parts[0], parts.length == 2 ? Integer.parseInt(parts[1]) : whole, IpFilterRuleType.ACCEPT);
    }
}
