package io.gavel.http;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** The proxies whose word about a request is believed. */
final class TrustedProxies {
    private final List<IpSubnetFilterRule> subnets;

    /** @param proxies IP addresses and CIDR blocks, checked before */
    TrustedProxies(List<String> proxies) {
        subnets = proxies.stream().map(TrustedProxies::subnet).toList();
    }

    boolean include(SocketAddress address) {
        return !subnets.isEmpty()
                && address.isInetSocket()
                && subnets.stream()
                        .anyMatch(
                                subnet -> subnet.matches(new InetSocketAddress(address.hostAddress(), address.port())));
    }

    private static IpSubnetFilterRule subnet(String proxy) {
        var parts = proxy.split("/", 2);
        var whole = parts[0].contains(":") ? 128 : 32;
        return new IpSubnetFilterRule(
                parts[0], parts.length == 2 ? Integer.parseInt(parts[1]) : whole, IpFilterRuleType.ACCEPT);
    }
}
