package io.gavel.rest;

import static java.util.Collections.nCopies;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.RunningNode;
import io.gavel.SharedNode;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How much the recorder may tell, and of what kind. */
class RecorderBodiesTest {
    private static final RunningNode NODE = SharedNode.get();
    private static final Recorder RECORDER = Recorder.at(NODE);

    @Test
    void everybodyOfAGreatMeetingIsSkippedUnread() {
        var meeting = HostedMeeting.with().started();
        var person = "{\"user\":{\"name\":\"\\u0000\\ud800\",\"avatar\":\"" + "x".repeat(1000) + "\",\"name\":[[[]]]}}";
        var fields = IntStream.range(0, 200).mapToObj(i -> "\"f" + i + "\":1").collect(joining(","));
        var people = "[{" + fields + "}," + String.join(",", nCopies(2000, person)) + "]";
        var metadata = Recorder.metadata(meeting).encode().replace("\"participants\":[]", "\"participants\":" + people);

        var answer = RECORDER.ask("file=" + Prosody.encode(Recorder.film(meeting)), metadata);

        assertThat(metadata).hasSizeGreaterThan(2_000_000);
        assertThat(answer.status()).isEqualTo(201);
        assertThat(meeting.detail().getJsonArray("recordings")).hasSize(1);
    }

    @Test
    void whatIsTooLongOrNoUtf8OrNoJsonIsRefused() {
        var head = Recorder.head("POST", "file=a.mp4");
        var json = head + "\nContent-Type: application/json\nContent-Length: ";

        assertThat(RECORDER.ask("file=a.mp4", "{\"a\":\"" + "x".repeat(4 * 1024 * 1024) + "\"}")
                        .status())
                .isEqualTo(413);
        assertThat(RawHttp.ask(NODE, json + 13, "{\"a\":\"\u00fc\u00e4\u00f6xx\"}")
                        .status())
                .isEqualTo(400);
        assertThat(RawHttp.ask(NODE, head + "\nContent-Length: 2", "{}").status())
                .isEqualTo(415);
    }
}
