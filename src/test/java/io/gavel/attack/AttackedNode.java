package io.gavel.attack;

import io.gavel.RunningNode;
import io.gavel.User;

/** One node for the attacks over REST; a class that asks it has it to itself, by the lock of this name. */
final class AttackedNode {
    static final String LOCK = "the attacked node";
    static final String RESERVATION_TOKEN = "what-jitsi-shows-when-it-asks-about-rooms";

    private AttackedNode() {}

    static Attacked get() {
        return Holder.ATTACKED;
    }

    private static final class Holder {
        static final Attacked ATTACKED = start();

        /** It ends with the process: on the way down its database may be gone before it. */
        private static Attacked start() {
            var node = RunningNode.start("GAVEL_JITSI_RESERVATION_TOKEN", RESERVATION_TOKEN);
            return Attacked.at(node, User.named(node, "host", "Hanna"));
        }
    }
}
