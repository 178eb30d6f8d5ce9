package io.gavel;

import io.gavel.doctor.Circumstances;
import io.gavel.doctor.Provider;
import io.gavel.doctor.RsaKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The arguments of {@link CheckTokenCommand}: its own in lower case, and those that a node takes. */
final class CheckTokenOptions {
    private static final Set<String> WITH_VALUE =
            Set.of("--room", "--tenant", "--domain", "--issuer", "--audience", "--provider", "--public-key");
    private static final Set<String> WITHOUT = Set.of("--no-domain-verification", "--lobby", "--json", "--help");
    private static final Pattern OF_THE_NODE = Pattern.compile("--[A-Z][A-Z_]*=.*", Pattern.DOTALL);
    /** What every JWT begins with: the JSON of its header. */
    private static final Pattern TOKEN = Pattern.compile("(?i)(Bearer )?eyJ[^/]*\\..*", Pattern.DOTALL);

    private final Map<String, String> own = new HashMap<>();
    private final List<String> ofTheNode = new ArrayList<>();
    private @Nullable String file;

    private CheckTokenOptions() {}

    static CheckTokenOptions parse(List<String> arguments) throws Misused {
        var options = new CheckTokenOptions();
        for (int i = 0; i < arguments.size(); i++) {
            var argument = arguments.get(i);
            if (argument.equals("-conf") && i + 1 < arguments.size()) {
                options.ofTheNode.addAll(List.of(argument, arguments.get(++i)));
            } else {
                options.add(argument);
            }
        }
        return options;
    }

    /** Names no argument that it refuses: it may be a secret, or the token. */
    private void add(String argument) throws Misused {
        var sign = argument.indexOf('=');
        var name = sign < 0 ? argument : argument.substring(0, sign);
        if (OF_THE_NODE.matcher(argument).matches()) {
            ofTheNode.add(argument);
        } else if (sign < 0 ? WITHOUT.contains(name) : WITH_VALUE.contains(name)) {
            own.put(name, argument.substring(sign + 1));
        } else if (TOKEN.matcher(argument).matches()) {
            throw new Misused("The token itself is no argument: every user of this machine could see it there.");
        } else if (argument.startsWith("-") && !argument.equals("-")) {
            throw new Misused("There is an argument that is none of these.");
        } else if (file != null) {
            throw new Misused("There is more than one file.");
        } else {
            file = argument;
        }
    }

    boolean has(String name) {
        return own.containsKey(name);
    }

    List<String> ofTheNode() {
        return ofTheNode;
    }

    /** Where the token stands; empty for standard input. */
    Optional<String> file() {
        return Optional.ofNullable(file).filter(name -> !name.equals("-"));
    }

    Circumstances circumstances(Path workingDirectory) throws Misused {
        return new Circumstances(
                own.get("--room"),
                own.get("--tenant"),
                own.get("--domain"),
                own.get("--issuer"),
                own.get("--audience"),
                provider(),
                publicKey(workingDirectory),
                !has("--no-domain-verification"),
                has("--lobby"));
    }

    private @Nullable Provider provider() throws Misused {
        var provider = Provider.of(own.get("--provider"));
        if (has("--provider") && provider.isEmpty()) {
            throw new Misused("--provider takes self-hosted or jaas.");
        }
        return provider.orElse(null);
    }

    private @Nullable PublicKey publicKey(Path workingDirectory) throws Misused {
        var name = own.get("--public-key");
        if (name == null) {
            return null;
        }
        try {
            return RsaKey.parse(Files.readString(workingDirectory.resolve(name)))
                    .orElseThrow(() -> new Misused("--public-key takes a PEM file with one RSA PUBLIC KEY."));
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new Misused("--public-key takes a PEM file that can be read.");
        }
    }

    /** The command was called in a way that it does not know. */
    static final class Misused extends Exception {
        Misused(String message) {
            super(message);
        }
    }
}
