package io.gavel.http.request;

import io.gavel.conversation.ConversationRequests.CreateConversation;
import io.gavel.conversation.MessageText;
import io.gavel.identity.Caller;
import io.gavel.meeting.Repeatable;
import java.util.ArrayList;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the fields of conversations and messages from bodies: the rules that the schema cannot tell. */
public final class ConversationBody {
    private ConversationBody() {}

    /** The conversation that the caller wants; it may be made only if there are no faults. */
    public static CreateConversation create(Fields fields, Caller caller, @Nullable Repeatable repeatable) {
        var title = MeetingBody.title(fields);
        var others = new ArrayList<>(fields.userIds("participantUserIds"));
        others.remove(caller.userId());
        if (others.isEmpty()) {
            fields.faults().add("participantUserIds", "takes somebody other than yourself");
        } else if (others.size() > CreateConversation.MOST_MEMBERS) {
            fields.faults()
                    .add(
                            "participantUserIds",
                            "takes no more than %d others".formatted(CreateConversation.MOST_MEMBERS));
        }
        return new CreateConversation(caller, title, others, title == null && others.size() == 1, repeatable);
    }

    /** What somebody says; empty where there is a fault. */
    public static String text(Fields fields) {
        return checked(fields, "text", MessageText::fault);
    }

    /** A reaction; empty where there is a fault. */
    public static String reaction(Fields fields) {
        return checked(fields, "reaction", MessageText::reactionFault);
    }

    private static String checked(Fields fields, String name, Function<String, Optional<String>> fault) {
        var text = fields.text(name);
        if (text != null) {
            fault.apply(text).ifPresent(message -> fields.faults().add(name, message));
        }
        return Objects.requireNonNullElse(text, "");
    }
}
