package io.gavel.authorization;

import io.gavel.User;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A meeting in one status, and a conversation: the meeting's own chat or a group. Whoever is there has said something in the
 * conversation; then each has done what its role says: who left has joined before, who was removed too.
 */
final class Stage {
    /** In braces. */
    static final Pattern WORD = Pattern.compile("\\{(\\w+)}");

    private static final JsonObject HELLO = new JsonObject().put("text", "hello");

    private final Cast cast;
    private final Column column;
    private final Set<Role> there;
    private final JsonObject meeting;
    private final long conversationId;
    private final Map<Role, Long> messages = new EnumMap<>(Role.class);
    private final Places places;
    private long recordingId = Long.MAX_VALUE / 10;

    private Stage(Cast cast, Column column, Set<Role> there) {
        this.cast = cast;
        this.column = column;
        this.there = there;
        this.meeting = createMeeting();
        this.conversationId = column.isOfMeeting() ? meeting.getLong("chatConversationId") : createGroup();
        this.places = new Places(cast, this);
    }

    /**
     * Makes everything new, for all roles of a table.
     *
     * @param scene what happens once all have come, and before anybody leaves and the meeting ends
     */
    static Stage full(Cast cast, Column column, Set<Role> roles, Consumer<Stage> scene) {
        return set(new Stage(cast, column, roles), true, true, scene);
    }

    /** Makes new what this cell of the section is about. */
    static Stage of(Cast cast, Section section, Cell cell, Consumer<Stage> scene) {
        var words = section.words();
        var stage = new Stage(cast, cell.column(), EnumSet.of(cell.role(), Role.HOST));
        return set(stage, words.contains("conversation"), words.contains("recording"), scene);
    }

    private static Stage set(Stage stage, boolean talks, boolean records, Consumer<Stage> scene) {
        if (talks) {
            stage.talk();
        }
        if (stage.column.isBegun()) {
            stage.begin();
            if (records) {
                stage.record();
            }
        }
        scene.accept(stage);
        stage.part();
        stage.end();
        return stage;
    }

    private JsonObject createMeeting() {
        var participants = people();
        participants.remove(Role.MODERATOR);
        var moderators = people();
        moderators.removeAll(participants);
        var body = new JsonObject()
                .put("title", "Interview")
                .put("participantUserIds", withBystander(participants))
                .put("moderatorUserIds", cast.ids(moderators));
        return require(host().post("/api/meeting/create", body), 201).json();
    }

    /** Those of them who belong to the meeting, or did. */
    private Set<Role> people() {
        var people = EnumSet.copyOf(there);
        people.retainAll(Role.PEOPLE);
        return people;
    }

    private long createGroup() {
        var body = new JsonObject().put("title", "Team").put("participantUserIds", withBystander(people()));
        return require(host().post("/api/conversation", body), 201).json().getLong("id");
    }

    private JsonArray withBystander(Set<Role> roles) {
        return cast.ids(roles).add(cast.bystander().id());
    }

    private void talk() {
        for (var role : Role.with(people(), Role.HOST)) {
            var said = require(cast.user(role).post(conversation("/messages"), HELLO), 201);
            messages.put(role, said.json().getLong("id"));
        }
    }

    /** Who is only invited does not come. */
    private void begin() {
        for (var role : Role.with(people(), Role.HOST)) {
            if (role != Role.INVITED) {
                require(cast.user(role).post(path("/join")), 200);
            }
        }
    }

    private void record() {
        var recording = new JsonObject().put("fileUrl", "./public/recordings/" + places.film());
        recordingId =
                require(host().post(path("/recording"), recording), 201).json().getLong("id");
    }

    private void part() {
        if (there.contains(Role.LEFT)) {
            require(cast.user(Role.LEFT).post(path("/leave")), 204);
            if (!column.isOfMeeting()) {
                require(cast.user(Role.LEFT).post(conversation("/leave")), 204);
            }
        }
        if (there.contains(Role.REMOVED)) {
            var removed = cast.user(Role.REMOVED).id();
            require(host().delete(path("/participants/" + removed)), 204);
            if (!column.isOfMeeting()) {
                require(host().delete(conversation("/members/" + removed)), 204);
            }
        }
    }

    private void end() {
        if (column == Column.COMPLETED) {
            require(host().put(path("/end")), 200);
        } else if (column == Column.CANCELLED) {
            require(host().put(path("/cancel")), 200);
        }
    }

    /** Whoever plays a part here, the Host included. */
    Set<Role> there() {
        return there;
    }

    Column column() {
        return column;
    }

    long meetingId() {
        return meeting.getLong("id");
    }

    String room() {
        return meeting.getString("roomName");
    }

    long conversationId() {
        return conversationId;
    }

    /** One that is not there before the meeting begins. */
    long recordingId() {
        return recordingId;
    }

    /** What this role has said, or else the Host. */
    long messageOf(Role role) {
        return messages.getOrDefault(role, messages.getOrDefault(Role.HOST, 0L));
    }

    String path(String below) {
        return "/api/meeting/" + meetingId() + below;
    }

    private String conversation(String below) {
        return "/api/conversation/" + conversationId + below;
    }

    private User host() {
        return cast.user(Role.HOST);
    }

    /** The text with what is here in the place of its words in braces. */
    String fill(String text, Role role) {
        return WORD.matcher(text).replaceAll(word -> Matcher.quoteReplacement(places.value(word.group(1), role)));
    }

    static User.Answer require(User.Answer answer, int status) {
        if (answer.status() != status) {
            throw new AssertionError(
                    "expected " + status + ", got " + answer.response().request() + " " + answer);
        }
        return answer;
    }
}
