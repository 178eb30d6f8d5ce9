package io.gavel.http.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.gavel.config.Http;
import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who a request comes from. A proxy that is trusted says so in {@code X-Forwarded-For}, to which it adds the address that it was
 * called from: the last one that is none of the trusted proxies is the client. What stands before it may be anybody's invention.
 */
public final class Clients {
    private static final Logger LOG = LoggerFactory.getLogger(Clients.class);
    private static final String FORWARDED_FOR = "X-Forwarded-For";
    private static final int MOST_HOPS = 10;
    private static final int MOST_KNOWN = 10_000;

    /** A port, a scope and the brackets around IPv6 are no part of the address. */
    private static final Pattern HOP = Pattern.compile(
            "(?<v4>\\d{1,3}(?:\\.\\d{1,3}){3})(?::\\d{1,5})?|\\[?(?<v6>[0-9A-Fa-f:.]{2,45})(?:%\\w+)?(?:](?::\\d{1,5})?)?");

    /** Where there is no address any more, nobody waits for an answer. */
    private static final Client GONE = new Client("", false, true, false);

    private final Subnets proxies;
    private final Subnets unlimited;
    private final Cache<String, Optional<Client>> known =
            Caffeine.newBuilder().maximumSize(MOST_KNOWN).build();
    private final AtomicBoolean isWarned = new AtomicBoolean();

    Clients(Http http) {
        this.proxies = new Subnets(http.trustedProxies());
        this.unlimited = new Subnets(http.limits().unlimited());
    }

    /** Whether what the request's headers say of its way here is believed. */
    public boolean trusts(HttpServerRequest request) {
        return peer(request).isProxy();
    }

    Client of(HttpServerRequest request) {
        return of(peer(request), request.headers().getAll(FORWARDED_FOR));
    }

    /** As {@link #of(HttpServerRequest)}, of an address and what it forwards. */
    Client of(String address, List<String> forwardedFor) {
        return of(find(address).orElse(GONE), forwardedFor);
    }

    private Client of(Client peer, List<String> forwardedFor) {
        if (peer.isProxy()) {
            return behind(peer, forwardedFor);
        }
        if (peer.isPrivate() && !forwardedFor.isEmpty()) {
            warn(peer);
            return peer.asProxy();
        }
        return peer;
    }

    private Client behind(Client proxy, List<String> lines) {
        var hops = String.join(",", lines).split(",", -1);
        var client = proxy;
        for (int i = hops.length - 1; i >= 0 && i >= hops.length - MOST_HOPS && client.isProxy(); i--) {
            var hop = find(hops[i].strip());
            if (hop.isEmpty()) {
                return client;
            }
            client = hop.get();
        }
        return client;
    }

    private Client peer(HttpServerRequest request) {
        var address = request.remoteAddress();
        return address == null ? GONE : find(address.hostAddress()).orElse(GONE);
    }

    private Optional<Client> find(@Nullable String text) {
        return text == null ? Optional.empty() : Objects.requireNonNull(known.get(text, this::read));
    }

    private Optional<Client> read(String text) {
        var hop = HOP.matcher(text);
        if (!hop.matches()) {
            return Optional.empty();
        }
        var address = hop.group("v4") == null ? hop.group("v6") : hop.group("v4");
        // An address, not a name: nothing is looked up.
        return Optional.ofNullable(NetUtil.createInetAddressFromIpAddressString(address))
                .map(this::client);
    }

    private Client client(InetAddress address) {
        return new Client(network(address), proxies.include(address), unlimited.include(address), isPrivate(address));
    }

    private static String network(InetAddress address) {
        return address instanceof Inet6Address
                ? NetUtil.bytesToIpAddress(Arrays.copyOf(Arrays.copyOf(address.getAddress(), 8), 16)) + "/64"
                : address.getHostAddress();
    }

    private static boolean isPrivate(InetAddress address) {
        return address.isLoopbackAddress()
                || address.isSiteLocalAddress()
                || address.isLinkLocalAddress()
                // fc00::/7, which Java does not know of (RFC 4193).
                || (address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0xfc);
    }

    /** No client can be made to bring this about from the internet. */
    private void warn(Client proxy) {
        if (!isWarned.getAndSet(true)) {
            LOG.warn(
                    "{} forwards for others and is none of GAVEL_TRUSTED_PROXIES: its clients cannot be told apart",
                    proxy.network());
        }
    }
}
