package io.gavel.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VariableTest {
    @Test
    void whatMustNotShowIsKnown() {
        assertThat(ConfigLoader.variables().stream().filter(Variable::isSecret))
                .containsExactlyInAnyOrder(
                        Variable.DATABASE_URL,
                        Variable.GAVEL_AUTH_SECRET,
                        Variable.GAVEL_JITSI_RESERVATION_TOKEN,
                        Variable.GAVEL_JITSI_EVENTS_TOKEN,
                        Variable.GAVEL_JITSI_RECORDER_TOKEN,
                        Variable.GAVEL_JAAS_WEBHOOK_SECRET,
                        Variable.JITSI_APP_SECRET);
    }

    @Test
    void everyVariableExplainsItselfInOneLine() {
        assertThat(ConfigLoader.variables()).hasSize(65).allSatisfy(variable -> {
            assertThat(variable.takes()).isNotBlank().doesNotContain("\n");
            assertThat(variable.meaning()).isNotBlank().doesNotContain("\n");
        });
    }

    @Test
    void everyNumberIsBounded() {
        assertThat(ConfigLoader.variables().stream().filter(variable -> variable.kind() == Variable.Kind.NUMBER))
                .hasSize(27)
                .allSatisfy(variable -> assertThat(variable.most()).isGreaterThan(variable.least()));
    }

    @Test
    void aSlipOfTheHandIsUnderstood() {
        assertThat(Slip.suggestion("GAVEL_CLUSTR_PRT")).isEqualTo("; did you mean GAVEL_CLUSTER_PORT?");
        assertThat(Slip.suggestion("jitsi-domain")).isEqualTo("; did you mean JITSI_DOMAIN?");
        assertThat(Slip.suggestion("SOMETHING_ELSE")).isEmpty();
    }

    @Test
    void jitsiKnowsNineteenFeatures() {
        assertThat(Jitsi.FEATURES).hasSize(19).doesNotHaveDuplicates();
    }
}
