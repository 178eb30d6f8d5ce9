package io.gavel.access;

import io.gavel.meeting.Meeting;
import io.gavel.meeting.Role;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The store's word that a user was let into a meeting, given under the meeting's lock.
 *
 * @param role in force at that moment
 * @param admittedAt the database's time of the join
 */
public record Admission(
        Meeting meeting,
        Role role,
        String userId,
        String userName,
        @Nullable String email,
        @Nullable String avatar,
        Instant admittedAt) {}
