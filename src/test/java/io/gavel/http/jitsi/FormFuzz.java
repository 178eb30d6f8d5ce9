package io.gavel.http.jitsi;

import static io.gavel.fuzz.FuzzTarget.require;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.gavel.fuzz.FuzzTarget;
import io.gavel.jitsi.RoomName;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.vertx.core.buffer.Buffer;
import java.net.URLEncoder;
import java.util.Set;
import java.util.stream.Collectors;

/** The form by which Jitsi asks whether a room may come about. */
public final class FormFuzz implements FuzzTarget {
    private static final Set<String> FIELDS = Set.of("name", "mail_owner", "start_time");

    @Override
    public void take(byte[] input) {
        try {
            var form = Form.read(Buffer.buffer(input), FIELDS);
            require(Form.read(Buffer.buffer(written(form)), FIELDS).equals(form), "written again it is another form");
            RoomName.of(form.require("name")).ifPresent(FormFuzz::judge);
        } catch (Problem refused) {
            require(refused.code() == Code.INVALID_REQUEST, "refused as " + refused.code());
        }
    }

    private static void judge(RoomName name) {
        require(RoomName.of(name.folded()).map(RoomName::room).orElse("").equals(name.room()), "another room");
        require(name.folded().endsWith(name.room()), "a room of another name");
    }

    private static String written(Form form) {
        return form.fields().entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }
}
