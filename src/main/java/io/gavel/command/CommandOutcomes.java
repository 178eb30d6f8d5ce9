package io.gavel.command;

import java.util.List;

/** The outcomes of a batch, one for each of its commands and in their order. */
public record CommandOutcomes(List<CommandOutcome> outcomes) {
    public CommandOutcomes {
        outcomes = List.copyOf(outcomes);
    }
}
