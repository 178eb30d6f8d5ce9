package io.gavel.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebRoutesTest {
    @ParameterizedTest
    @CsvSource({
        "meet.example.com, https://meet.example.com",
        "https://meet.example.com, https://meet.example.com",
        "https://meet.example.com/tenant/, https://meet.example.com",
        "http://127.0.0.1:8443/x, http://127.0.0.1:8443"
    })
    void framesAndScriptsMayComeFromTheOriginOfTheJitsiDomain(String domain, String origin) {
        assertThat(WebRoutes.policy(domain))
                .contains("script-src 'self' " + origin + ";")
                .contains("frame-src " + origin + ";");
    }
}
