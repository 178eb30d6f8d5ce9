package io.gavel.meeting;

import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who may know of a meeting at all. A stranger is told that it is not there. */
public final class Visibility {
    private Visibility() {}

    /**
     * The role of a member.
     *
     * @param role null for who is neither Host nor invited
     * @param admin whether the caller may read any meeting, which is no membership
     */
    public static Role requireMember(@Nullable Role role, boolean admin) {
        if (role != null) {
            return role;
        }
        throw admin ? forbidden("only the Host and those invited may do this") : Problem.notFound();
    }

    /** For what every member may do. */
    public static void requireMember(boolean isMember, boolean admin) {
        requireMember(isMember ? Role.PARTICIPANT : null, admin);
    }

    /**
     * For what every member may see.
     *
     * @param isMember empty when there is no such meeting
     */
    public static void requireListed(Optional<Boolean> isMember, boolean admin) {
        requireMember(isMember.orElseThrow(Problem::notFound), admin);
    }

    public static void requireHost(@Nullable Role role, boolean admin) {
        if (requireMember(role, admin) != Role.HOST) {
            throw forbidden("only the Host may do this");
        }
    }

    public static void requireModerating(@Nullable Role role, boolean admin) {
        if (!requireMember(role, admin).moderates()) {
            throw forbidden("only the Host and Moderators may do this");
        }
    }

    private static Problem forbidden(String detail) {
        return new Problem(Code.FORBIDDEN, detail);
    }
}
