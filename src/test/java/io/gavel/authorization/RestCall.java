package io.gavel.authorization;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a heading of REST's table calls: {@code PUT /api/meeting/{meeting}/end (endMeeting)}.
 *
 * @param path with its query
 * @param operationId empty for what is no operation of the API document
 * @param isForOperators whether it is asked on the management port
 */
record RestCall(String method, String path, String operationId, boolean isForOperators) {
    private static final Pattern TITLE = Pattern.compile("([A-Z]+) (\\S+)(?: \\((\\w+)\\))?(?:, .+)?");

    static RestCall of(Section section) {
        var title = TITLE.matcher(section.title());
        if (!title.matches()) {
            throw new AssertionError("no call: " + section.title());
        }
        var operationId = title.group(3);
        return new RestCall(
                title.group(1),
                title.group(2),
                operationId == null ? "" : operationId,
                section.title().endsWith(", on the management port"));
    }

    /** The path without its query and without the names of what changes in it. */
    String shape() {
        return shape(path.replaceFirst("\\?.*", ""));
    }

    static String shape(String path) {
        return path.replaceAll("\\{\\w+}", "{}");
    }

    /** Whether it is below /api, where each refusal has a code. */
    boolean isOfApi() {
        return path.startsWith("/api/");
    }

    /** Who has to have a row. */
    Set<Role> roles() {
        if (isOfApi()) {
            return Role.with(Role.USERS, Role.NONE, Role.BAD_TOKEN);
        }
        return path.startsWith("/jitsi/") ? Role.SERVERS : Role.VISITORS;
    }
}
