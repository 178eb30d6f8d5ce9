package io.gavel.bridge.frame;

import io.gavel.json.WireJson;
import io.gavel.problem.Code;

/** The frames that go to a browser, finished. */
public final class Frames {
    public static final String PONG = "{\"type\":\"pong\"}";

    private Frames() {}

    /**
     * An event or an answer.
     *
     * @param json the body, finished
     */
    public static String message(String address, String json) {
        return "{\"type\":\"rec\",\"address\":" + WireJson.encode(address) + ",\"body\":" + json + "}";
    }

    /** What could not be understood, or was senseless, in the stock bridge's words. */
    public static String error(String error) {
        return "{\"type\":\"err\",\"body\":\"" + error + "\"}";
    }

    /** A command that failed, at its reply address; or a registration that could not be judged, at its own. */
    public static String failure(String address, Code code) {
        return "{\"type\":\"err\",\"address\":" + WireJson.encode(address) + failure(code.status(), code.name());
    }

    /** What is not for this browser. The stock bridge leaves the address out, and then no callback hears of it. */
    public static String accessDenied(String address) {
        return "{\"type\":\"err\",\"address\":" + WireJson.encode(address) + ",\"body\":\"access_denied\""
                + failure(Code.FORBIDDEN.status(), "access_denied");
    }

    /** The last frame of a connection: SockJS tells its client no code of our own. */
    public static String closing(int code, String word) {
        return "{\"type\":\"err\",\"body\":\"closing\",\"failureCode\":" + code + ",\"message\":\"" + word + "\"}";
    }

    private static String failure(int code, String message) {
        return ",\"failureCode\":" + code + ",\"failureType\":\"RECIPIENT_FAILURE\",\"message\":\"" + message + "\"}";
    }
}
