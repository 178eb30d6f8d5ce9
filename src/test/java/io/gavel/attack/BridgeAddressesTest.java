package io.gavel.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.User;
import io.gavel.bridge.BridgeClient;
import io.gavel.bus.Addresses;
import io.gavel.bus.ConversationAddresses;
import io.gavel.bus.EventAddress;
import io.gavel.bus.JitsiAddresses;
import io.gavel.bus.PresenceAddresses;
import io.gavel.bus.RequestAddress;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** 66 to 71: addresses that are not for a browser, or not for this one. */
@ResourceLock(BridgeTarget.LOCK)
class BridgeAddressesTest {
    private static final Attacked ATTACKED = BridgeTarget.attacked();
    private static final User ATTACKER = User.unknown(BridgeTarget.node());
    private static final String SNIFFED = "0f8fad5b-d9cb-469f-a165-70867728950e";
    private static BridgeClient attacker;

    @BeforeAll
    static void connect() {
        attacker = BridgeClient.connect(BridgeTarget.node().url(), ATTACKER.token());
        attacker.settle();
    }

    @AfterAll
    static void disconnect() {
        attacker.close();
    }

    /** What the node's own parts say to each other, as this very node has it. */
    private static List<String> internalAddresses() {
        var others = Stream.of(
                "svc.x",
                "int.x",
                "hz:map",
                "__vertx.subs",
                "__vertx.haInfo",
                "__vertx.reply.1",
                "__vertx.reply." + "0".repeat(8),
                "gavel.node.1",
                "");
        var all = Stream.of(Addresses.class, ConversationAddresses.class, JitsiAddresses.class, PresenceAddresses.class)
                .flatMap(type -> Arrays.stream(type.getFields()))
                .map(BridgeAddressesTest::name);
        return Stream.concat(all, others).toList();
    }

    private static String name(Field field) {
        try {
            return field.get(null) instanceof RequestAddress<?, ?> request
                    ? request.name()
                    : ((EventAddress<?>) field.get(null)).name();
        } catch (IllegalAccessException hidden) {
            throw new AssertionError(hidden);
        }
    }

    @Test
    void noInternalAddressTakesAnythingFromABrowser() {
        var addresses = internalAddresses();
        assertThat(addresses).hasSizeGreaterThan(40).contains("store.ticket.redeem", "stream.committed");

        for (var address : addresses) {
            var refused = refusals(address);
            assertThat(refused).as(address).hasSize(4).allSatisfy(BridgeAddressesTest::assertDenied);
        }
    }

    /** At the address itself for each way to use it, and at the reply address. */
    private static List<JsonObject> refusals(String address) {
        var before = told().size();
        ATTACKED.by(() -> {
            for (var type : List.of("register", "publish", "send")) {
                attacker.write(frame(type, address).put("replyAddress", "r").put("body", new JsonObject()));
            }
            attacker.settle();
            return address;
        });
        // The last two are the settling's own.
        var frames = told();
        return frames.subList(before, frames.size() - 2);
    }

    @Test
    void whoRegistersAtAnInternalAddressStealsNothing() {
        attacker.write(frame("register", Addresses.FIND_MEETING.name()));
        attacker.settle();

        var served = ATTACKED.by(() -> IntStream.range(0, 100)
                .map(i -> ATTACKED.host().get(ATTACKED.path("")).status())
                .filter(status -> status == 200)
                .count());

        assertThat(served).isEqualTo(100);
        assertThat(attacker.received(Addresses.FIND_MEETING.name())).isEmpty();
    }

    @Test
    void whatIsForOthersIsNotHeard() {
        var friend = User.unknown(BridgeTarget.node());
        var host = ATTACKED.host();
        var talk = host.post(
                        "/api/conversation",
                        new JsonObject().put("participantUserIds", new JsonArray().add(friend.id())))
                .json()
                .getLong("id");
        var addresses = List.of("meeting." + ATTACKED.meetingId(), "conversation." + talk, "user." + host.id());

        var refused = ATTACKED.by(() -> addresses.stream()
                .map(address -> attacker.refusedRegister(address))
                .toList());
        var read = ATTACKED.by(() -> attacker.refusal(
                "resume_conversation",
                new JsonObject().put("conversationId", talk).put("afterSeq", 0)));
        var before = told().size();
        host.put(ATTACKED.path(""), new JsonObject().put("title", "Canary"));
        host.post("/api/conversation/" + talk + "/messages", new JsonObject().put("text", "canary"));
        ATTACKED.awaitEvent("meeting_updated");
        attacker.settle();

        assertThat(refused).allSatisfy(BridgeAddressesTest::assertDenied);
        assertThat(read.code()).isEqualTo("NOT_FOUND");
        assertThat(addresses)
                .allSatisfy(address -> assertThat(attacker.received(address)).isEmpty());
        assertThat(told()).as("the settling's own alone").hasSize(before + 2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "meeting.ID.",
                "meeting.0ID",
                "meeting.+ID",
                "meeting.-1",
                "meeting.0",
                "MEETING.ID",
                "Meeting.ID",
                "meeting.ID\n",
                "\nmeeting.ID",
                "meeting.ID\u0000",
                " meeting.ID",
                "meeting.ID ",
                "meeting. ID",
                "meeting.*",
                "meeting.#",
                "meeting.",
                "meeting",
                "*",
                ".*",
                "meeting.ID|user.HOST",
                "meeting.(ID)",
                "meeting.\\d+",
                "meeting/ID",
                "meeting..ID",
                "meeting.\uff11",
                "meeting.\u0661",
                "me\u0435ting.ID",
                "meeting\u2024ID",
                "meeting.9999999999999999999",
                "meeting.99999999999999999999999999999999999999",
                "meeting.1e3",
                "meeting.1.0",
                "user.",
                "user.*",
                "user.HOST\u0000",
                "USER.HOST",
                "user.OWN/../HOST",
                "users.OWN",
                "conversation.*",
                "conversation.0",
            })
    void noOtherWayOfWritingAnAddressIsOne(String written) {
        var address = written.replace("ID", Long.toString(ATTACKED.meetingId()))
                .replace("HOST", ATTACKED.host().id())
                .replace("OWN", ATTACKER.id());

        assertDenied(ATTACKED.by(() -> attacker.refusedRegister(address)));
    }

    @Test
    void anAddressOfTenKibibytesIsRefused() {
        var address = "meeting." + "1".repeat(10 * 1024);

        assertDenied(ATTACKED.by(() -> attacker.refusedRegister(address)));
    }

    @Test
    void anothersReplyAddressTakesNothing() {
        try (var victim =
                BridgeClient.connect(BridgeTarget.node().url(), ATTACKED.host().token())) {
            victim.settle();
            var resume = new JsonObject().put("meetingId", ATTACKED.meetingId()).put("afterSeq", 0);
            var answer = ATTACKED.by(() -> {
                victim.write(frame("send", "resume_meeting")
                        .put("replyAddress", SNIFFED)
                        .put("body", resume));
                attacker.write(frame("send", SNIFFED).put("body", new JsonObject().put("forged", true)));
                attacker.write(frame("register", SNIFFED));
                attacker.settle();
                await().until(() -> !victim.received(SNIFFED).isEmpty());
                return victim.received(SNIFFED);
            });

            assertThat(attacker.errorsAt(SNIFFED)).hasSize(2).allSatisfy(BridgeAddressesTest::assertDenied);
            assertThat(attacker.received(SNIFFED)).isEmpty();
            assertThat(answer).hasSize(1);
            assertThat(answer.get(0).getBoolean("ok")).isTrue();
            assertThat(answer.get(0).containsKey("forged")).isFalse();
        }
    }

    @Test
    void noCommandIsPublished() {
        var own = ATTACKER.createMeeting(new JsonObject().put("title", "Mine"));
        ATTACKER.post("/api/meeting/" + own + "/join");
        attacker.ask("join_meeting_room", new JsonObject().put("meetingId", own));

        for (var command : List.of("meeting_hand_raised", "meeting_mute_all", "leave_meeting_room", "authenticate")) {
            var before = attacker.errorsAt(command).size();
            ATTACKED.by(() -> {
                attacker.write(frame("publish", command).put("body", new JsonObject().put("meetingId", own)));
                attacker.settle();
                return command;
            });

            var refused = attacker.errorsAt(command);
            assertThat(refused).hasSize(before + 1);
            assertDenied(refused.get(before));
        }
        // Who is gone without a word leaves the meeting later, amid somebody else's attack.
        attacker.ask("leave_meeting_room", new JsonObject().put("meetingId", own));
    }

    /** All that came but answers to pings. */
    private static List<JsonObject> told() {
        return attacker.frames().stream()
                .filter(frame -> !"pong".equals(frame.getString("type")))
                .toList();
    }

    private static JsonObject frame(String type, String address) {
        return new JsonObject().put("type", type).put("address", address);
    }

    private static void assertDenied(JsonObject frame) {
        assertThat(frame.getString("type")).isEqualTo("err");
        assertThat(frame.getString("body")).isEqualTo("access_denied");
        assertThat(frame.getInteger("failureCode")).isEqualTo(403);
    }
}
