package io.gavel.authorization;

import io.gavel.RsaPair;
import io.gavel.RunningNode;
import io.gavel.SharedNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** A node, of a customer of Jitsi as a Service, on which everything is switched on that anybody may call. */
public final class OpenNode {
    static final String USERS_SECRET = "what-the-platform-signs-its-users-tokens-with";
    static final String WEBHOOK_SECRET = "what-jitsi-as-a-service-signs-its-webhooks-with";
    static final String KEY_ID = "vpaas-magic-cookie-1fc542a3e4414a44b2611668195e2bfe/4f4910";

    private OpenNode() {}

    static RunningNode start(Path folder) throws IOException {
        return RunningNode.start(settings(folder).entrySet().stream()
                .flatMap(setting -> Stream.of(setting.getKey(), setting.getValue()))
                .toArray(String[]::new));
    }

    /** Its settings, with a key that lies in this folder from then on. */
    public static Map<String, String> settings(Path folder) throws IOException {
        var key = folder.resolve("jitsi.pem").toAbsolutePath();
        Files.writeString(key, RsaPair.generate().pem());
        var settings = new LinkedHashMap<String, String>();
        settings.put("GAVEL_AUTH_SECRET", USERS_SECRET);
        settings.put("JITSI_RECORDING_ENABLED", "true");
        settings.put("GAVEL_JITSI_KEY_FILE", key.toString());
        settings.put("GAVEL_JITSI_KEY_ID", KEY_ID);
        settings.put("GAVEL_JITSI_RESERVATION_TOKEN", SharedNode.RESERVATION_TOKEN);
        settings.put("GAVEL_JITSI_EVENTS_TOKEN", SharedNode.EVENTS_TOKEN);
        settings.put("GAVEL_JITSI_RECORDER_TOKEN", SharedNode.RECORDER_TOKEN);
        settings.put("GAVEL_JAAS_WEBHOOK_SECRET", WEBHOOK_SECRET);
        return settings;
    }
}
