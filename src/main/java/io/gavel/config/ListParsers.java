package io.gavel.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** How a text with commas becomes a list without repeats. Each throws {@link Refused} naming all refused items. */
final class ListParsers {
    private static final Pattern ORIGIN = Pattern.compile("(https?)://([^/?#@]+)");
    private static final Pattern BLOCK = Pattern.compile("([0-9a-f.:]+)(?:/([0-9]+))?");

    private ListParsers() {}

    static List<String> origins(String text) {
        return list(text, ListParsers::origin);
    }

    /** IP addresses and CIDR blocks. */
    static List<String> addresses(String text) {
        return list(text, ListParsers::address);
    }

    static List<String> members(String text, int defaultPort) {
        return list(text, item -> HostPort.parse(item, defaultPort).toString());
    }

    private static String origin(String item) {
        var parts = ORIGIN.matcher(item);
        if (!parts.matches()) {
            throw new Refused();
        }
        var usual = parts.group(1).equals("http") ? 80 : 443;
        var place = HostPort.parse(parts.group(2), usual);
        return parts.group(1) + "://" + (place.port() == usual ? Hosts.bracketed(place.host()) : place.toString());
    }

    private static String address(String item) {
        var parts = BLOCK.matcher(item);
        if (!parts.matches() || !Hosts.isIp(parts.group(1))) {
            throw new Refused();
        }
        var bits = parts.group(2);
        if (bits != null && !Numbers.within(bits, 0, Hosts.isIpV6(parts.group(1)) ? 128 : 32)) {
            throw new Refused();
        }
        return item;
    }

    private static List<String> list(String text, UnaryOperator<String> reader) {
        var items = new LinkedHashSet<String>();
        var refused = new ArrayList<String>();
        for (var part : text.split(",", -1)) {
            var item = part.strip().toLowerCase(Locale.ROOT);
            try {
                if (!item.isEmpty()) {
                    items.add(reader.apply(item));
                }
            } catch (Refused wrong) {
                refused.add(Shown.quoted(part.strip()));
            }
        }
        if (!refused.isEmpty()) {
            throw new Refused(String.join(", ", refused));
        }
        return List.copyOf(items);
    }
}
