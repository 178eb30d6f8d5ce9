package io.gavel.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OpenApiOperationsTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static LoadedDocument loaded;

    @BeforeAll
    static void load() throws Exception {
        loaded = LoadedDocument.read(VERTX);
    }

    @AfterAll
    static void close() throws Exception {
        VERTX.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    void everyOperationStandsAtItsPath() {
        var found = loaded.contract().operations().stream()
                .map(operation -> operation.getOperationId() + " " + operation.getHttpMethod() + " "
                        + operation.getAbsoluteOpenAPIPath());

        assertThat(found)
                .containsExactlyInAnyOrder(
                        "createMeeting POST /api/meeting/create",
                        "joinMeeting POST /api/meeting/{id}/join",
                        "leaveMeeting POST /api/meeting/{id}/leave",
                        "endMeeting PUT /api/meeting/{id}/end",
                        "cancelMeeting PUT /api/meeting/{id}/cancel",
                        "listMeetings GET /api/meeting/list",
                        "getMeeting GET /api/meeting/{id}",
                        "editMeeting PUT /api/meeting/{id}",
                        "inviteParticipants POST /api/meeting/{id}/participants",
                        "removeParticipant DELETE /api/meeting/{id}/participants/{userId}",
                        "setRole PUT /api/meeting/{id}/participants/{userId}/role",
                        "addRecording POST /api/meeting/{id}/recording",
                        "listRecordings GET /api/meeting/{id}/recording",
                        "linkRecording POST /api/meeting/{id}/recording/{recordingId}/link",
                        "listEvents GET /api/meeting/{id}/events",
                        "listNotifications GET /api/notification/list",
                        "readNotification PUT /api/notification/{id}/read",
                        "readAllNotifications PUT /api/notification/read-all",
                        "createConversation POST /api/conversation",
                        "listConversations GET /api/conversation/list",
                        "searchMessages GET /api/conversation/search",
                        "getConversation GET /api/conversation/{id}",
                        "addMembers POST /api/conversation/{id}/members",
                        "removeMember DELETE /api/conversation/{id}/members/{userId}",
                        "leaveConversation POST /api/conversation/{id}/leave",
                        "listMessages GET /api/conversation/{id}/messages",
                        "sendMessage POST /api/conversation/{id}/messages",
                        "editMessage PUT /api/conversation/{id}/messages/{messageId}",
                        "deleteMessage DELETE /api/conversation/{id}/messages/{messageId}",
                        "addReaction POST /api/conversation/{id}/messages/{messageId}/reactions",
                        "removeReaction DELETE /api/conversation/{id}/messages/{messageId}/reactions/{reaction}",
                        "markRead PUT /api/conversation/{id}/read",
                        "listConversationEvents GET /api/conversation/{id}/events",
                        "getPresence GET /api/presence",
                        "getPresenceSettings GET /api/presence/me",
                        "setPresenceSettings PUT /api/presence/me",
                        "getNotificationPreferences GET /api/notification/preferences",
                        "setNotificationPreferences PUT /api/notification/preferences",
                        "createTicket POST /api/ticket",
                        "checkJitsiToken POST /api/jitsi/token/check",
                        "createDevToken POST /dev/token");
    }

    @Test
    void everyOperationButTheDevTokenAsksForTheBearer() {
        var open = loaded.contract().operations().stream()
                .filter(operation -> operation.getSecurityRequirements().isEmpty())
                .map(operation -> operation.getOperationId());

        assertThat(open).containsExactly("createDevToken");
        assertThat(loaded.contract().securityScheme("bearer").getScheme()).isEqualTo("bearer");
    }
}
