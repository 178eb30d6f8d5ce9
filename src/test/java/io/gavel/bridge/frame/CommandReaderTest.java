package io.gavel.bridge.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gavel.bridge.frame.Request.AskPresence;
import io.gavel.bridge.frame.Request.Change;
import io.gavel.bridge.frame.Request.Read;
import io.gavel.bridge.frame.Request.Resume;
import io.gavel.bridge.frame.Request.Say;
import io.gavel.bridge.frame.Request.Typing;
import io.gavel.command.CommandType;
import io.gavel.event.Topic;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CommandReaderTest {
    private static final UUID SESSION = UUID.fromString("0b0e6f2c-7f6a-4d33-9d8f-6b1c2d3e4f50");

    @ParameterizedTest
    @EnumSource(CommandType.class)
    void everyCommandIsReadAtItsAddress(CommandType type) {
        var body = "{\"meetingId\":5,\"isMuted\":true,\"isVideoOn\":true,\"userId\":9,\"more\":[1]}";

        var request = (Change) read(type.address(), body);

        assertThat(request.type()).isEqualTo(type);
        assertThat(request.meetingId()).isEqualTo(5);
    }

    @Test
    void joinTellsHowFarItsBrowserHasComeAndWhichSessionWasItsOwn() {
        var body = "{\"meetingId\":5,\"afterSeq\":0,\"epoch\":\"e\",\"sessionId\":\"" + SESSION
                + "\",\"clientEventId\":7}";

        var request = read("join_meeting_room", body);

        assertThat(request).isEqualTo(new Change(5, CommandType.JOIN, null, null, null, SESSION, 0L, "e"));
    }

    @Test
    void sessionIdThatIsNoIdIsNobodysSession() {
        var request = (Change) read("join_meeting_room", "{\"meetingId\":5,\"sessionId\":\"1-1-1-1-1\"}");

        assertThat(request.sessionId()).isEqualTo(new UUID(0, 0));
    }

    @Test
    void targetsAreUserIdsAsTextOrInteger() {
        var muted = (Change) read("meeting_mute_user", "{\"meetingId\":5,\"userId\":123}");
        var lowered = (Change) read("meeting_hand_lowered", "{\"meetingId\":5,\"userId\":\"anna\"}");
        var own = (Change) read("meeting_hand_lowered", "{\"meetingId\":5,\"userId\":null}");

        assertThat(muted.targetUserId()).isEqualTo("123");
        assertThat(lowered.targetUserId()).isEqualTo("anna");
        assertThat(own.targetUserId()).isNull();
    }

    @Test
    void switchesCarryWhatTheyAreSetTo() {
        var audio =
                (Change) read("meeting_audio_status", "{\"meetingId\":5,\"isMuted\":false,\"clientEventId\":\"c\"}");

        assertThat(audio.on()).isFalse();
        assertThat(audio.clientEventId()).isEqualTo("c");
    }

    @Test
    void whatIsSaidIsKeptToTheLetter() {
        var text = "<script>alert('\u00e9')</script>\\n\\t\ud83d\ude00 & \\\"more\\\"";

        var said = read(
                "send_message",
                "{\"conversationId\":5,\"text\":\"" + text + "\",\"clientMessageId\":\"c\",\"replyToId\":3}");
        var bare = read(
                "send_message", "{\"conversationId\":5,\"text\":\"a\",\"clientMessageId\":null,\"replyToId\":null}");

        assertThat(said).isEqualTo(new Say(5, "<script>alert('\u00e9')</script>\n\t\ud83d\ude00 & \"more\"", "c", 3L));
        assertThat(bare).isEqualTo(new Say(5, "a", null, null));
    }

    @Test
    void lengthsOfTextCountCharactersAndNotTheirHalves() {
        var longest = "\ud83d\ude00".repeat(4000);

        var said = (Say) read("send_message", "{\"conversationId\":5,\"text\":\"" + longest + "\"}");

        assertThat(said.text()).isEqualTo(longest);
        assertThatThrownBy(() -> read("send_message", "{\"conversationId\":5,\"text\":\"" + longest + "a\"}"))
                .isInstanceOf(Problem.class);
    }

    @Test
    void commandsOfConversationsAreRead() {
        assertThat(read("mark_read", "{\"conversationId\":5,\"messageId\":9}")).isEqualTo(new Read(5, 9));
        assertThat(read("typing_started", "{\"conversationId\":5}")).isEqualTo(new Typing(5, true));
        assertThat(read("typing_stopped", "{\"conversationId\":5,\"userId\":\"eve\"}"))
                .isEqualTo(new Typing(5, false));
        assertThat(read("resume_conversation", "{\"conversationId\":5,\"afterSeq\":0,\"epoch\":\"e\"}"))
                .isEqualTo(new Resume(Topic.conversation(5), 0, "e"));
    }

    @Test
    void eventBeyondAllNumbersIsTheLastOneThereIs() {
        var request = read("resume_meeting", "{\"meetingId\":5,\"afterSeq\":9223372036854775808}");

        assertThat(request).isEqualTo(new Resume(Topic.meeting(5), Long.MAX_VALUE, null));
    }

    @Test
    void whomSomebodyAsksAboutIsTextAndEachOnce() {
        assertThat(read("get_presence", "{\"userIds\":[7,\"ann\",\"7\"]}"))
                .isEqualTo(new AskPresence(List.of("7", "ann"), null));
        assertThat(read("get_presence", "{\"userIds\":[],\"watch\":false}"))
                .isEqualTo(new AskPresence(List.of(), false));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            meeting_hand_raised  | []
            meeting_hand_raised  | "text"
            meeting_hand_raised  | null
            meeting_hand_raised  | {}
            meeting_hand_raised  | {"meetingId":null}
            meeting_hand_raised  | {"meetingId":"5"}
            meeting_hand_raised  | {"meetingId":0}
            meeting_hand_raised  | {"meetingId":-1}
            meeting_hand_raised  | {"meetingId":5.0}
            meeting_hand_raised  | {"meetingId":true}
            meeting_hand_raised  | {"meetingId":-99999999999999999999}
            meeting_hand_raised  | {"meetingId":5,"clientEventId":7}
            meeting_hand_raised  | {"meetingId":5,"clientEventId":""}
            meeting_hand_raised  | {"meetingId":5,"clientEventId":"a\\u0000"}
            meeting_hand_raised  | {"meetingId":5,"clientEventId":"01234567890123456789012345678901234567890123456789012345678901234"}
            meeting_audio_status | {"meetingId":5}
            meeting_audio_status | {"meetingId":5,"isMuted":"true"}
            meeting_audio_status | {"meetingId":5,"isMuted":null}
            meeting_video_status | {"meetingId":5,"isMuted":true}
            meeting_mute_user    | {"meetingId":5}
            meeting_mute_user    | {"meetingId":5,"userId":""}
            meeting_mute_user    | {"meetingId":5,"userId":1.5}
            meeting_hand_lowered | {"meetingId":5,"userId":false}
            join_meeting_room    | {"meetingId":5,"sessionId":7}
            join_meeting_room    | {"meetingId":5,"afterSeq":-1}
            join_meeting_room    | {"meetingId":5,"afterSeq":"1"}
            join_meeting_room    | {"meetingId":5,"epoch":1}
            resume_meeting       | {"meetingId":5}
            resume_meeting       | {"meetingId":5,"afterSeq":1.5}
            get_presence         | {}
            get_presence         | {"userIds":"ann"}
            get_presence         | {"userIds":["ann",""]}
            get_presence         | {"userIds":["ann",null]}
            get_presence         | {"userIds":["ann"],"watch":"yes"}
            resume_meeting       | {"conversationId":5,"afterSeq":1}
            resume_conversation  | {"meetingId":5,"afterSeq":1}
            resume_conversation  | {"conversationId":5}
            resume_conversation  | {"conversationId":5,"afterSeq":-1}
            resume_conversation  | {"conversationId":5,"afterSeq":1,"epoch":1}
            send_message         | {"text":"a"}
            send_message         | {"conversationId":"5","text":"a"}
            send_message         | {"conversationId":5}
            send_message         | {"conversationId":5,"text":null}
            send_message         | {"conversationId":5,"text":7}
            send_message         | {"conversationId":5,"text":""}
            send_message         | {"conversationId":5,"text":" \\n\\u00a0"}
            send_message         | {"conversationId":5,"text":"a\\u0000"}
            send_message         | {"conversationId":5,"text":"a\\u001b[31m"}
            send_message         | {"conversationId":5,"text":"a\\u0085"}
            send_message         | {"conversationId":5,"text":"a\\ud83d"}
            send_message         | {"conversationId":5,"text":"a","clientMessageId":7}
            send_message         | {"conversationId":5,"text":"a","clientMessageId":""}
            send_message         | {"conversationId":5,"text":"a","clientMessageId":"01234567890123456789012345678901234567890123456789012345678901234"}
            send_message         | {"conversationId":5,"text":"a","replyToId":0}
            send_message         | {"conversationId":5,"text":"a","replyToId":"3"}
            mark_read            | {"conversationId":5}
            mark_read            | {"conversationId":5,"messageId":0}
            mark_read            | {"conversationId":5,"messageId":"9"}
            mark_read            | {"messageId":9}
            typing_started       | {}
            typing_started       | {"conversationId":-5}
            typing_stopped       | {"conversationId":5.5}
            """)
    void faultyBodyIsAnInvalidRequest(String address, String body) {
        assertThatThrownBy(() -> read(address, body))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(Code.INVALID_REQUEST));
    }

    @Test
    void onlyCommandsAreKnown() {
        assertThat(CommandReader.knows("resume_meeting")).isTrue();
        assertThat(CommandReader.knows("meeting_hand_raised")).isTrue();
        assertThat(CommandReader.knows("send_message")).isTrue();
        assertThat(CommandReader.knows("meeting.1")).isFalse();
        assertThat(CommandReader.knows("conversation.1")).isFalse();
        assertThat(CommandReader.knows("typing")).isFalse();
        assertThat(CommandReader.knows("authenticate")).isFalse();
    }

    private static Request read(String address, String body) {
        var frame = new JsonObject().put("type", "send").put("address", address).encode();
        var whole = frame.substring(0, frame.length() - 1) + ",\"body\":" + body + "}";
        return CommandReader.read(address, ((Frame.Send) FrameReader.read(whole)).body());
    }
}
