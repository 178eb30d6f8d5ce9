package io.gavel.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.RunningNode;
import io.gavel.SharedNode;
import io.gavel.User;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a request line says, the node answers, in its own words, and lets nobody in. */
class RequestLinesTest {
    private static final RunningNode NODE = SharedNode.get();
    private static final User USER = User.unknown(NODE);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/meeting/list HTTP/1.1", // no token
                "POST /api/meeting/list HTTP/1.1\nAuthorization: Bearer TOKEN",
                "GET /api/meeting/list HTTP/1.1\nAuthorization: Bearer TOKEN",
                "GET /api/meeting/none HTTP/1.1\nAuthorization: Bearer TOKEN",
                "GET /api/meeting/list?limit=x HTTP/1.1\nAuthorization: Bearer TOKEN",
                "PUT /api/notification/read-all HTTP/1.1\nAuthorization: Bearer TOKEN", // 204
                "POST /api/ticket HTTP/1.1\nAuthorization: Bearer TOKEN", // 201
                "POST /api/ticket HTTP/1.1\nAuthorization: Bearer TOKEN\nContent-Type: text/plain\nContent-Length: 1",
                "OPTIONS /api/ticket HTTP/1.1\nOrigin: http://localhost\nAccess-Control-Request-Method: POST",
                "HEAD /api/meeting/list HTTP/1.1",
                "GET /nothing HTTP/1.1",
                "GET / HTTP/1.1",
                "GET /openapi.json HTTP/1.1",
                "GET /asyncapi.json HTTP/1.1",
                "GET /docs HTTP/1.1",
                "GET /docs/ui/swagger-ui.css HTTP/1.1",
                "POST /dev/token HTTP/1.1",
                "GET /%zz HTTP/1.1",
                "GARBAGE",
            })
    void everyAnswerHasTheStandardHeaders(String head) {
        var answer =
                RawHttp.ask(NODE, head.replace("TOKEN", USER.token()) + "\nHost: localhost\nConnection: close", "");

        assertThat(answer.status()).isBetween(200, 499);
        assertStandard(answer.headers());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%2e%2e/api/meeting/list",
                "/api/%2e%2e/api/meeting/list",
                "/api/../api/meeting/list",
                "/api//meeting//list",
                "//api/meeting/list",
                "/api/meeting/list/",
                "/api/meeting/list;x=y",
                "/api;x/meeting/list",
                "/%61pi/meeting/list",
                "/api%2fmeeting%2flist",
                "/API/meeting/list",
                "/api/meeting/..;/meeting/list",
                "/docs/../api/meeting/list",
                "/docs/ui/%2e%2e/%2e%2e/api/meeting/list",
                "/./api/./meeting/list",
                "/api\\meeting\\list",
            })
    void noWayOfWritingAPathGetsAroundTheToken(String path) {
        var answer = RawHttp.ask(NODE, "GET " + path + " HTTP/1.1\nHost: localhost\nConnection: close", "");

        assertThat(answer.status()).isIn(400, 401, 404);
        assertStandard(answer.headers());
        assertThat(answer.body()).doesNotContain("Exception", "\tat ", "items");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/meeting/%00",
                "GET /api/meeting/1%00",
                "GET /api/meeting/%zz",
                "GET /api/meeting/%",
                "GET /api/meeting/%ff%fe",
                "GET /api/meeting/-1",
                "GET /api/meeting/0",
                "GET /api/meeting/1.0",
                "GET /api/meeting/1e3",
                "GET /api/meeting/%20",
                "GET /api/meeting/99999999999999999999",
                "GET /api/meeting/9223372036854775807",
                "GET /api/meeting/1/../list/x",
                "GET /api/meeting/1;x=y",
                "GET /api/meeting/١",
                "DELETE OWN/participants/%00",
                "DELETE OWN/participants/a%00b",
                "DELETE OWN/participants/%ed%a0%80",
                "DELETE OWN/participants/%ff",
                "DELETE OWN/participants/%2e%2e",
                "DELETE OWN/participants/%f0%9f%99%82",
                "GET /api/meeting/list?q=%00",
                "GET /api/meeting/list?q=%ff",
                "GET /api/meeting/list?q=%ed%a0%80",
                "GET /api/meeting/list?q=%zz",
                "GET /api/meeting/list?cursor=%00",
                "GET /api/meeting/list?status=%00",
                "GET /api/meeting/list?from=%00",
                "GET /api/meeting/list?conversationId=9223372036854775808",
                "GET /api/meeting/list?limit=99999999999999999999",
                "GET /api/meeting/list?&&=&x=%00",
                "GET /api/notification/list?cursor=99999999999999999999",
                "PUT /api/notification/%00/read",
                "GET OWN/events?epoch=%00",
                "GET OWN/events?after=9223372036854775808",
                "GET OWN/events?after=-1",
            })
    void noPathAndNoQueryBreaksTheNode(String request) {
        var own = "/api/meeting/" + USER.createMeeting(new JsonObject().put("title", "Any"));
        var parts = request.replace("OWN", own).split(" ", 2);

        var answer = RawHttp.ask(NODE, head(parts[0], parts[1]), "");

        assertThat(answer.status()).as(answer.body()).isBetween(200, 499);
        assertThat(answer.body()).doesNotContain("Exception", "\tat ", "SELECT");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HELLO\r\n\r\n",
                "GET /api/meeting/list\r\n\r\n",
                "GET / HTTP/1.1\r\nno colon\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\nX\u0001Y: z\r\n\r\n",
                "POST /dev/token HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n",
                "POST /dev/token HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
                "POST /dev/token HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n",
            })
    void whatIsNoHttpGets400(String garbage) {
        var answer = RawHttp.send(NODE, garbage);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("INVALID_REQUEST");
        assertStandard(answer.headers());
    }

    @Test
    void aRequestNamesOneHost() {
        var none = RawHttp.ask(NODE, "GET /openapi.json HTTP/1.1\nConnection: close", "");
        var two = RawHttp.ask(NODE, "GET /openapi.json HTTP/1.1\nConnection: close\nHost: a\nHost: b", "");

        for (var answer : new RawHttp.Answer[] {none, two}) {
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("INVALID_REQUEST");
            assertStandard(answer.headers());
            assertThat(new JsonObject(answer.body()).getString("requestId"))
                    .isEqualTo(answer.headers().get("x-request-id"));
        }
    }

    static void assertStandard(Map<String, String> headers) {
        assertThat(headers)
                .containsEntry("x-content-type-options", "nosniff")
                .containsEntry("cache-control", "no-store")
                .containsKey("x-request-id");
    }

    /** Ends without a line break. */
    private static String head(String method, String path) {
        return method + " " + path + " HTTP/1.1\nHost: localhost\nConnection: close\nAuthorization: Bearer "
                + USER.token();
    }
}
