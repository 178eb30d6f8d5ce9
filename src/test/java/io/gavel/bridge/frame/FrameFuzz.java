package io.gavel.bridge.frame;

import static io.gavel.fuzz.FuzzTarget.require;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.gavel.bridge.frame.Frame.Invalid;
import io.gavel.bridge.frame.Frame.Publish;
import io.gavel.bridge.frame.Frame.Register;
import io.gavel.bridge.frame.Frame.Send;
import io.gavel.bridge.frame.Frame.Unregister;
import io.gavel.bridge.frame.Request.Change;
import io.gavel.bridge.frame.Request.Resume;
import io.gavel.bridge.frame.Request.Say;
import io.gavel.event.Topic;
import io.gavel.fuzz.FuzzTarget;
import io.gavel.identity.Text;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Frames from browsers, and the commands in them. */
public final class FrameFuzz implements FuzzTarget {
    private static final Set<String> ERRORS =
            Set.of("invalid_json", "missing_type", "missing_address", "invalid_type", "invalid_reply_address");
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new SimpleModule().addSerializer(Double.class, new DoubleSerializer()))
            .build();

    @Override
    public void take(byte[] input) throws JsonProcessingException {
        var frame = FrameReader.read(new String(input, StandardCharsets.UTF_8));
        if (frame instanceof Invalid invalid) {
            require(ERRORS.contains(invalid.error()), "an error of its own: " + invalid.error());
            return;
        }
        require(FrameReader.read(written(frame)).equals(frame), "written again it is another frame");
        var address = address(frame);
        if (address != null) {
            echo(address);
        }
        if (frame instanceof Send send) {
            command(send);
        }
    }

    private static void command(Send send) {
        try {
            if (CommandReader.knows(send.address())) {
                judge(CommandReader.read(send.address(), send.body()));
            }
            CommandReader.readToken(send.body());
        } catch (Problem refused) {
            require(refused.code() == Code.INVALID_REQUEST, "refused as " + refused.code());
        }
    }

    private static void judge(Request request) {
        if (request instanceof Change change) {
            require(change.meetingId() > 0, "a meeting that cannot be");
            require(change.afterSeq() == null || change.afterSeq() >= 0, "an event that cannot be");
        } else if (request instanceof Resume resume) {
            require(resume.afterSeq() >= 0, "an event that cannot be");
        } else if (request instanceof Say say) {
            require(Text.isStorable(say.text()), "text that cannot be kept");
        }
    }

    /** What a browser gave as an address goes back to it, and must not write JSON of its own there. */
    private static void echo(String address) throws JsonProcessingException {
        for (var answer : new String[] {
            Frames.message(address, "{}"), Frames.accessDenied(address), Frames.failure(address, Code.NOT_FOUND)
        }) {
            var read = MAPPER.readTree(answer);
            require(address.equals(read.path("address").textValue()), "another address comes back");
            require(read.size() <= 6, "the address says more than an address");
        }
        require(Topic.at(address).map(Topic::address).orElse(address).equals(address), "another topic's address");
    }

    private static @Nullable String address(Frame frame) {
        if (frame instanceof Send send) {
            return send.address();
        }
        if (frame instanceof Publish publish) {
            return publish.address();
        }
        if (frame instanceof Register register) {
            return register.address();
        }
        return frame instanceof Unregister unregister ? unregister.address() : null;
    }

    private static String written(Frame frame) throws JsonProcessingException {
        Map<String, @Nullable Object> fields = new HashMap<>();
        fields.put("type", frame.getClass().getSimpleName().toLowerCase(Locale.ROOT));
        fields.put("address", address(frame));
        if (frame instanceof Send send) {
            fields.put("replyAddress", send.replyAddress());
            fields.put("body", send.body());
        }
        return MAPPER.writeValueAsString(fields);
    }

    /** JSON has no word for what is greater than all doubles, but has numbers that are. */
    private static final class DoubleSerializer extends StdSerializer<Double> {
        DoubleSerializer() {
            super(Double.class);
        }

        @Override
        public void serialize(Double value, JsonGenerator generator, SerializerProvider provider) throws IOException {
            generator.writeNumber(value.isInfinite() ? (value > 0 ? "1e999" : "-1e999") : value.toString());
        }
    }
}
