package io.gavel.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.SharedNode;
import io.gavel.User;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What browsers load from a node. */
class WebTest {
    private static final User NOBODY = User.nobody(SharedNode.get());

    @ParameterizedTest
    @CsvSource({"'', /client/", "console, /console/"})
    void everyModuleIsServedAsItIs(String folder, String path) throws IOException {
        for (var module : modules(Path.of("src", "main", "web", folder))) {
            var answer = NOBODY.get(path + module.getFileName());

            assertThat(answer.status()).as("%s", module).isEqualTo(200);
            assertThat(answer.header("Content-Type")).isEqualTo("text/javascript; charset=utf-8");
            assertThat(answer.body()).isEqualTo(Files.readString(module));
        }
    }

    private static List<Path> modules(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            var modules = files.filter(file -> file.toString().endsWith(".js")).toList();
            assertThat(modules).isNotEmpty();
            return modules;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/console", "/console/"})
    void theConsoleTakesNoCodeButItsOwnAndJitsis(String path) {
        var answer = NOBODY.get(path);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(answer.header("Content-Security-Policy"))
                .isEqualTo("default-src 'none'; script-src 'self' https://meet.talentflip.ai; style-src 'self';"
                        + " img-src 'self' data:; font-src 'self'; media-src 'self'; connect-src 'self';"
                        + " frame-src https://meet.talentflip.ai; form-action 'self'; frame-ancestors 'none';"
                        + " base-uri 'none'");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @Test
    void theNodesOwnAddressLeadsToTheConsoleInDev() {
        var answer = NOBODY.get("/");

        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.header("Location")).isEqualTo("/console");
    }

    @Test
    void aPageOffersTokensWhereTheNodeWouldMakeThem() {
        var here = NOBODY.get("/console/sign-in.json");
        var throughAProxy = NOBODY.send("GET", "/console/sign-in.json", null, "X-Forwarded-For", "10.1.2.3");

        assertThat(here.json()).isEqualTo(new JsonObject().put("givesTokens", true));
        assertThat(throughAProxy.json()).isEqualTo(new JsonObject().put("givesTokens", false));
    }

    @Test
    void aPageOfAnotherOriginMayLoadTheClient() {
        var answer = NOBODY.send("GET", "/client/gavel-client.js", null, "Origin", "http://localhost:3000");

        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("http://localhost:3000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/client",
                "/client/",
                "/client/package.json",
                "/client/README.md",
                "/client/nothing.js",
                "/client/console/index.html",
                "/client/%2e%2e/build.properties",
                "/console/nothing.js",
                "/console/%2e%2e/package.json"
            })
    void nothingElseIs(String path) {
        assertThat(NOBODY.get(path).status()).isEqualTo(404);
    }
}
