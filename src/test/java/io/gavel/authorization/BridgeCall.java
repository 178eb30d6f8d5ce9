package io.gavel.authorization;

import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.gavel.bus.EventAddress;
import io.gavel.bus.RequestAddress;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a heading of the bridge's table calls: {@code meeting_mute_user, the Host}.
 *
 * @param address of one channel; or with a star, of all that are between verticles and begin so
 * @param body what is sent there, as JSON
 */
record BridgeCall(String address, String body) {
    /** What travels between the verticles of a node. */
    static final Set<String> INTERNAL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("io.gavel.bus").stream()
                    .flatMap(type -> type.getFields().stream())
                    .filter(BridgeCall::isAddress)
                    .map(BridgeCall::name)
                    .collect(Collectors.toUnmodifiableSet());

    private static final Pattern READS = Pattern.compile("get_.*|resume_.*|authenticate");

    static BridgeCall of(Section section) {
        return new BridgeCall(section.title().replaceFirst(",.*", ""), section.body());
    }

    private static boolean isAddress(JavaField field) {
        return field.getRawType().isEquivalentTo(RequestAddress.class)
                || field.getRawType().isEquivalentTo(EventAddress.class);
    }

    private static String name(JavaField field) {
        try {
            var value = field.reflect().get(null);
            return value instanceof RequestAddress<?, ?> request ? request.name() : ((EventAddress<?>) value).name();
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    static boolean isPattern(String address) {
        return address.endsWith("*");
    }

    /** Every address that is meant, each with its words in braces. */
    List<String> addresses() {
        if (!isPattern(address)) {
            return List.of(address);
        }
        var start = address.substring(0, address.length() - 1);
        return INTERNAL.stream().filter(name -> name.startsWith(start)).sorted().toList();
    }

    /** When it has to be tried. */
    List<Column> columns() {
        if ((address + body).contains("{conversation}")) {
            return Column.CONVERSATIONS;
        }
        return (address + body).contains("{meeting}") ? Column.STATUSES : List.of(Column.ALWAYS);
    }

    /** Whether what answers it may change anything. */
    boolean changes() {
        return !READS.matcher(address).matches();
    }
}
