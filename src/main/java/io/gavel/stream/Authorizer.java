package io.gavel.stream;

import io.gavel.event.StreamRequests.Authorization;
import io.gavel.event.Topic;
import io.vertx.core.Future;

/** The database, as far as it tells who may hear a topic. */
public interface Authorizer {
    /** The truth at some moment after the question. */
    Future<Authorization> authorize(Topic topic, String userId);
}
