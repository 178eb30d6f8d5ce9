package io.gavel.conversation;

import io.gavel.identity.Text;
import java.util.Optional;

/** What may be said: any text that is not blank. Markup in it is text like all else. */
public final class MessageText {
    private MessageText() {}

    /** What is wrong with a text, as the end of a sentence about the field; empty where nothing is. */
    public static Optional<String> fault(String text) {
        if (text.codePointCount(0, text.length()) > Message.LONGEST_TEXT) {
            return Optional.of("takes at most " + Message.LONGEST_TEXT + " characters");
        }
        if (!Text.isStorable(text) || text.codePoints().anyMatch(MessageText::isControl)) {
            return Optional.of("takes text without control characters, line breaks and tabs excepted");
        }
        return text.codePoints().allMatch(Text::isBlank)
                ? Optional.of("takes text that is not blank")
                : Optional.empty();
    }

    /** What is wrong with a reaction, as the end of a sentence about the field; empty where nothing is. */
    public static Optional<String> reactionFault(String reaction) {
        if (reaction.codePointCount(0, reaction.length()) > Message.LONGEST_REACTION) {
            return Optional.of("takes at most " + Message.LONGEST_REACTION + " characters");
        }
        var isReaction = Text.isStorable(reaction)
                && reaction.codePoints().noneMatch(MessageText::isGapOrControl)
                && !reaction.codePoints().allMatch(Text::isBlank);
        return isReaction ? Optional.empty() : Optional.of("takes text without spaces and control characters");
    }

    private static boolean isGapOrControl(int codePoint) {
        return Character.isWhitespace(codePoint)
                || Character.isSpaceChar(codePoint)
                || Character.isISOControl(codePoint);
    }

    private static boolean isControl(int codePoint) {
        return Character.isISOControl(codePoint) && codePoint != '\n' && codePoint != '\r' && codePoint != '\t';
    }
}
