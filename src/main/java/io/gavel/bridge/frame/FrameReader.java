package io.gavel.bridge.frame;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gavel.bridge.frame.Frame.Invalid;
import io.gavel.bridge.frame.Frame.Ping;
import io.gavel.bridge.frame.Frame.Publish;
import io.gavel.bridge.frame.Frame.Register;
import io.gavel.bridge.frame.Frame.Send;
import io.gavel.bridge.frame.Frame.Unregister;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads frames as the stock bridge does, faults and their order included; nothing makes it throw. */
public final class FrameReader {
    private static final int LONGEST_REPLY_ADDRESS = 36;
    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(64)
                            .maxNumberLength(400)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private FrameReader() {}

    public static Frame read(String text) {
        return object(text) instanceof Map<?, ?> frame ? read(frame) : new Invalid("invalid_json");
    }

    private static @Nullable Object object(String text) {
        try {
            return MAPPER.readValue(text, Object.class);
        } catch (JsonProcessingException notJson) {
            return null;
        }
    }

    private static Frame read(Map<?, ?> frame) {
        var type = text(frame.get("type"));
        if (type == null) {
            return new Invalid("missing_type");
        }
        if (type.equals("ping")) {
            return new Ping();
        }
        var address = text(frame.get("address"));
        if (address == null) {
            return new Invalid("missing_address");
        }
        return switch (type) {
            case "send" -> send(address, frame);
            case "publish" -> new Publish(address);
            case "register" -> new Register(address);
            case "unregister" -> new Unregister(address);
            default -> new Invalid("invalid_type");
        };
    }

    private static Frame send(String address, Map<?, ?> frame) {
        var replyAddress = frame.get("replyAddress");
        if (replyAddress == null) {
            return new Send(address, null, frame.get("body"));
        }
        return replyAddress instanceof String text && text.length() <= LONGEST_REPLY_ADDRESS
                ? new Send(address, text, frame.get("body"))
                : new Invalid("invalid_reply_address");
    }

    /** Numbers and the like are taken for their text, as the stock bridge takes them. */
    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
