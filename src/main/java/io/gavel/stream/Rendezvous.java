package io.gavel.stream;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * Which node a meeting prefers: every node comes to the same answer by itself, and when the members change, only the meetings
 * of those that came or went move.
 */
final class Rendezvous {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private Rendezvous() {}

    /** The member with the highest weight; empty where there are none. */
    static Optional<String> preferred(Collection<String> members, long meetingId) {
        return members.stream()
                .max(Comparator.comparingLong((String member) -> weight(member, meetingId))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static long weight(String member, long meetingId) {
        var hash = FNV_OFFSET;
        for (int i = 0; i < member.length(); i++) {
            hash = (hash ^ member.charAt(i)) * FNV_PRIME;
        }
        return mixed(hash + mixed(meetingId));
    }

    /** The last step of splitmix64: each bit of the input changes about half of the output's. */
    private static long mixed(long value) {
        var mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
