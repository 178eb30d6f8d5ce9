package io.gavel.store.command;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** People of several meetings, as {@code unnest} takes them: two columns of equal length. */
record Pairs(List<Long> meetingIds, List<String> userIds) {
    Pairs {
        meetingIds = List.copyOf(meetingIds);
        userIds = List.copyOf(userIds);
    }

    static <T> Pairs of(Collection<T> all, Function<T, Long> meeting, Function<T, ? extends Collection<String>> users) {
        var meetingIds = new ArrayList<Long>();
        var userIds = new ArrayList<String>();
        for (var one : all) {
            for (var user : users.apply(one)) {
                meetingIds.add(meeting.apply(one));
                userIds.add(user);
            }
        }
        return new Pairs(meetingIds, userIds);
    }

    Long[] meetings() {
        return meetingIds.toArray(Long[]::new);
    }

    String[] users() {
        return userIds.toArray(String[]::new);
    }
}
