package io.gavel.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gavel.event.Topic;
import io.gavel.json.WireJson;
import io.gavel.notification.PersonalRequests.UsersNotified;
import io.gavel.stream.Advance;
import io.gavel.stream.Announcement;
import io.gavel.stream.Interest;
import io.gavel.stream.Signal;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes from node to node, to the byte. */
class PeerFrameTest {
    private static final Announcement ANNOUNCEMENT = new Announcement(
            Topic.meeting(7),
            UUID.randomUUID(),
            List.of(
                    new Announcement.Event(1, "{ \"kept\" :  \"as it is, \u00e9 \ud83d\ude00 \\u00e9\"}", null),
                    new Announcement.Event(2, "not even JSON", "removed"),
                    new Announcement.Event(3, "", "")));

    @Test
    void eventsArriveAsTheyWereWritten() {
        var read = PeerFrame.read(PeerFrame.announcement("a", ANNOUNCEMENT));

        assertThat(read.from()).isEqualTo("a");
        assertThat(read.announcement()).isEqualTo(ANNOUNCEMENT);
    }

    @Test
    void everythingElseArrivesAsItWas() {
        var interest = new Interest(true, Set.of(Topic.meeting(1), Topic.conversation(1)), Set.of(Topic.meeting(2)));
        var users = new UsersNotified(List.of("1", "\u00e9"));
        var signal = new Signal(Topic.conversation(7), "\u00e9", "epoch.1", 5, "{\"isTyping\":true}");
        var forAll = new Advance(7, Long.MAX_VALUE, null);
        var forOne = new Advance(7, 1, "\u00e9");

        assertThat(PeerFrame.read(PeerFrame.interest("a", interest)).interest()).isEqualTo(interest);
        assertThat(PeerFrame.read(PeerFrame.users("a", users)).users()).isEqualTo(users);
        assertThat(PeerFrame.read(PeerFrame.signal("a", signal)).signal()).isEqualTo(signal);
        assertThat(PeerFrame.read(PeerFrame.advance("a", forAll)).advance()).isEqualTo(forAll);
        assertThat(PeerFrame.read(PeerFrame.advance("a", forOne)).advance()).isEqualTo(forOne);
        assertThat(PeerFrame.read(PeerFrame.commands("a", Batches.BATCH)).commands())
                .isEqualTo(Batches.BATCH);
        assertThat(PeerFrame.outcomes(PeerFrame.outcomes(Batches.OUTCOMES), 3)).isEqualTo(Batches.OUTCOMES);
    }

    @Test
    void whatANewerNodeSaysMoreIsLeftOut() {
        var longer = PeerFrame.announcement("a", ANNOUNCEMENT).appendString("more");
        var more = WireJson.encode(Batches.BATCH)
                .replace("{\"meetingId\"", "{\"new\":{\"a\":[1]},\"meetingId\"")
                .replace("{\"type\"", "{\"newer\":null,\"type\"");

        assertThat(PeerFrame.read(longer).announcement()).isEqualTo(ANNOUNCEMENT);
        assertThat(PeerFrame.read(commands(more)).commands()).isEqualTo(Batches.BATCH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"meetingId\":1,\"commands\":[]}",
                "{\"meetingId\":1,\"commands\":[null]}",
                "{\"meetingId\":1,\"commands\":[{}]}",
                "{\"meetingId\":1,\"commands\":[{\"type\":\"JOIN\",\"userId\":\"1\"}]}",
                "{\"meetingId\":1,\"commands\":[{\"type\":\"OF_A_NEWER_NODE\",\"userId\":\"1\"}]}"
            })
    void batchesThatLackWhatCommandsNeedAreRefused(String json) {
        var frame = PeerFrame.read(commands(json));

        assertThatThrownBy(frame::commands).isInstanceOf(RuntimeException.class);
    }

    @Test
    void noPartOfAFrameIsTakenForAWholeOne() {
        var frame = PeerFrame.announcement("a", ANNOUNCEMENT);

        for (int length = 0; length < frame.length(); length++) {
            var part = frame.getBuffer(0, length);
            assertThatThrownBy(() -> PeerFrame.read(part).announcement())
                    .as("the first %d bytes", length)
                    .isInstanceOf(RuntimeException.class);
        }
    }

    @Test
    void countsAndLengthsThatPromiseTooMuchAreRefused() {
        for (int count : new int[] {-2, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            var users = head(3).appendInt(count).appendInt(0);
            assertThatThrownBy(() -> PeerFrame.read(users).users()).isInstanceOf(RuntimeException.class);
            var from = Buffer.buffer(new byte[] {1, 5}).appendInt(count).appendString("a");
            assertThatThrownBy(() -> PeerFrame.read(from)).isInstanceOf(RuntimeException.class);
        }
    }

    @Test
    void otherVersionsKindsAndBodiesAreRefused() {
        var newer = PeerFrame.echo("a").setByte(0, (byte) 2);
        var unknown = PeerFrame.echo("a").setByte(1, (byte) 9);

        for (Object body : new Object[] {newer, unknown, "text", 1, Buffer.buffer()}) {
            assertThatThrownBy(() -> PeerFrame.read(body)).isInstanceOf(RuntimeException.class);
        }
        assertThatThrownBy(() -> PeerFrame.read(null)).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> PeerFrame.outcomes("{\"outcomes\":[]}", 3)).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> PeerFrame.outcomes(null, 0)).isInstanceOf(RuntimeException.class);
    }

    private static Buffer commands(String json) {
        var encoded = json.getBytes(StandardCharsets.UTF_8);
        return head(4).appendInt(encoded.length).appendBytes(encoded);
    }

    private static Buffer head(int kind) {
        return Buffer.buffer(new byte[] {1, (byte) kind}).appendInt(1).appendString("a");
    }
}
