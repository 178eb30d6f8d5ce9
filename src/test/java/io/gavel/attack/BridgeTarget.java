package io.gavel.attack;

import io.gavel.RunningNode;
import io.gavel.User;

/** The one node that is attacked over sockets and the bridge, by one class after the other. */
final class BridgeTarget {
    /** What those who attack it lock: each is sure of what it did only while nobody else asks. */
    static final String LOCK = "the node that is attacked over sockets";

    private BridgeTarget() {}

    static RunningNode node() {
        return Holder.NODE;
    }

    /** The Host of a meeting there, to which nobody is invited. */
    static Attacked attacked() {
        return Holder.ATTACKED;
    }

    private static final class Holder {
        static final RunningNode NODE = RunningNode.start();
        static final Attacked ATTACKED = Attacked.at(NODE, User.unknown(NODE));

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                ATTACKED.close();
                NODE.close();
            }));
        }
    }
}
