package io.gavel.chaos;

import io.gavel.history.Entry;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** People who close their lids and do not come back, and when the others were told. */
final class Departures {
    private static final String LEAVE = "{\"event\":\"user_left_meeting\"";

    private final List<Crowd> crowds;
    private final List<Departure> departures = new ArrayList<>();

    private record Departure(String user, long nanos) {}

    Departures(List<Crowd> crowds) {
        this.crowds = crowds;
    }

    /** One of the next crowd in turn. */
    void one() {
        var crowd = crowds.get(departures.size() % crowds.size());
        crowd.load().vanish(1).forEach(user -> departures.add(new Departure(user, System.nanoTime())));
    }

    int count() {
        return departures.size();
    }

    /** How long each departure took to be told; of those that were never told there is nothing. */
    List<Long> toldAfter() {
        var leaves = new HashMap<String, Long>();
        crowds.forEach(crowd -> crowd.load()
                .history()
                .all(Entry.Delivered.class)
                .filter(delivered -> delivered.text().startsWith(LEAVE))
                .forEach(delivered -> leaves.merge(user(delivered), delivered.nanos(), Math::min)));
        return departures.stream().flatMap(gone -> told(gone, leaves).stream()).toList();
    }

    private static String user(Entry.Delivered leave) {
        return new JsonObject(leave.text()).getString("userId");
    }

    private static Optional<Long> told(Departure gone, Map<String, Long> leaves) {
        return Optional.ofNullable(leaves.get(gone.user())).map(told -> Math.max(0, told - gone.nanos()));
    }
}
