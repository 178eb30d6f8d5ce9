package io.gavel;

/** One node for all tests of this process that need no settings of their own; they keep apart by their users. */
public final class SharedNode {
    private SharedNode() {}

    public static RunningNode get() {
        return Holder.NODE;
    }

    private static final class Holder {
        static final RunningNode NODE = start();

        private static RunningNode start() {
            var node = RunningNode.start("JITSI_RECORDING_ENABLED", "true");
            Runtime.getRuntime().addShutdownHook(new Thread(node::close));
            return node;
        }
    }
}
