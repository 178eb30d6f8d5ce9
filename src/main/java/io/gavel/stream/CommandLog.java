package io.gavel.stream;

import io.gavel.command.CommandBatch;
import io.gavel.command.CommandOutcomes;
import io.vertx.core.Future;

/** The database, as far as commands change it: each batch is one transaction. */
public interface CommandLog {
    /** Fails when it is unknown whether the batch took effect; a refused command is an outcome, not a failure. */
    Future<CommandOutcomes> apply(CommandBatch batch);
}
