package io.gavel.doctor;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whose server a token is for. */
public enum Provider {
    SELF_HOSTED("self-hosted"),
    JAAS("jaas");

    /** What the {@code sub} of every token for JaaS starts with; it alone tells Jitsi's web client which rules to apply. */
    static final String JAAS_TENANT = "vpaas-magic-cookie";

    private final String wire;

    Provider(String wire) {
        this.wire = wire;
    }

    public String wire() {
        return wire;
    }

    public static Optional<Provider> of(@Nullable String wire) {
        return Arrays.stream(values())
                .filter(provider -> provider.wire.equals(wire))
                .findFirst();
    }
}
