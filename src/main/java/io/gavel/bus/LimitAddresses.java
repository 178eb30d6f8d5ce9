package io.gavel.bus;

import io.gavel.limit.LimitRequests.ShareSpending;
import io.gavel.limit.LimitRequests.SharedSpending;

/** The addresses of rate limits; what {@link Addresses} says of all of them holds here. */
public final class LimitAddresses {
    private LimitAddresses() {}

    // http → store

    public static final RequestAddress<ShareSpending, SharedSpending> SHARE_SPENDING =
            new RequestAddress<>("store.limit.share", ShareSpending.class, SharedSpending.class);
}
