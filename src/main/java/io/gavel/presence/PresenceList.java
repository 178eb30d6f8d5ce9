package io.gavel.presence;

import java.util.List;

/** Who is there, in the order in which it was asked. */
public record PresenceList(List<Presence> items) {
    public PresenceList {
        items = List.copyOf(items);
    }
}
