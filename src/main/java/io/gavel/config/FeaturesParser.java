package io.gavel.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads which features a role is given or refused. */
final class FeaturesParser {
    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final List<String> wrong = new ArrayList<>();

    private FeaturesParser() {}

    /** Role, then feature, then whether it is allowed; throws {@link Refused} naming all that is wrong. */
    static Map<String, Map<String, Boolean>> parse(String text) {
        try {
            return new FeaturesParser().roles(STRICT.readTree(text));
        } catch (JsonProcessingException malformed) {
            throw new Refused("a text that is not JSON, or names something twice");
        }
    }

    private Map<String, Map<String, Boolean>> roles(JsonNode root) {
        var roles = new LinkedHashMap<String, Map<String, Boolean>>();
        if (!root.isObject()) {
            wrong.add("JSON that is no object");
        }
        root.properties().forEach(role -> {
            if (!Jitsi.ROLES.contains(role.getKey())) {
                wrong.add("the role " + Shown.quoted(role.getKey()));
            }
            roles.put(role.getKey(), features(role.getKey(), role.getValue()));
        });
        if (!wrong.isEmpty()) {
            throw new Refused(String.join(", ", wrong));
        }
        return roles;
    }

    private Map<String, Boolean> features(String role, JsonNode given) {
        var features = new LinkedHashMap<String, Boolean>();
        if (!given.isObject()) {
            wrong.add("no object for the role " + Shown.quoted(role));
        }
        given.properties().forEach(feature -> {
            if (!Jitsi.FEATURES.contains(feature.getKey())) {
                wrong.add("the feature " + Shown.quoted(feature.getKey()));
            } else if (!feature.getValue().isBoolean()) {
                wrong.add("neither true nor false for " + feature.getKey());
            }
            features.put(feature.getKey(), feature.getValue().asBoolean());
        });
        return features;
    }
}
