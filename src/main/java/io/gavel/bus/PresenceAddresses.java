package io.gavel.bus;

import io.gavel.presence.PresenceList;
import io.gavel.presence.PresenceRequests.ChangeSettings;
import io.gavel.presence.PresenceRequests.FindOnline;
import io.gavel.presence.PresenceRequests.FindPresence;
import io.gavel.presence.PresenceRequests.FindSettings;
import io.gavel.presence.PresenceRequests.FindSharing;
import io.gavel.presence.PresenceRequests.Online;
import io.gavel.presence.PresenceRequests.ReadPresence;
import io.gavel.presence.PresenceRequests.Seen;
import io.gavel.presence.PresenceRequests.Sharing;
import io.gavel.presence.PresenceRequests.WritePresence;
import io.gavel.presence.PresenceRequests.Written;
import io.gavel.presence.PresenceSettings;

/** The addresses of presence; what {@link Addresses} says of all of them holds here. */
public final class PresenceAddresses {
    private PresenceAddresses() {}

    // http → bridge, which alone knows who is connected to this node

    public static final RequestAddress<FindPresence, PresenceList> FIND_PRESENCE =
            new RequestAddress<>("bridge.presence.find", FindPresence.class, PresenceList.class);

    // http → store

    public static final RequestAddress<FindSettings, PresenceSettings> FIND_SETTINGS =
            new RequestAddress<>("store.presence.settings", FindSettings.class, PresenceSettings.class);

    public static final RequestAddress<ChangeSettings, PresenceSettings> CHANGE_SETTINGS =
            new RequestAddress<>("store.presence.change", ChangeSettings.class, PresenceSettings.class);

    // bridge → store

    public static final RequestAddress<ReadPresence, Seen> READ_PRESENCE =
            new RequestAddress<>("store.presence.read", ReadPresence.class, Seen.class);

    public static final RequestAddress<FindOnline, Online> FIND_ONLINE =
            new RequestAddress<>("store.presence.online", FindOnline.class, Online.class);

    public static final RequestAddress<FindSharing, Sharing> FIND_SHARING =
            new RequestAddress<>("store.presence.sharing", FindSharing.class, Sharing.class);

    public static final RequestAddress<WritePresence, Written> WRITE_PRESENCE =
            new RequestAddress<>("store.presence.write", WritePresence.class, Written.class);
}
