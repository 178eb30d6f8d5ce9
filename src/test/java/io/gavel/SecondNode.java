package io.gavel;

/**
 * Another node on the database of {@link SharedNode}: users sign in there anew, for each dev node has its own secret. Here
 * everybody of a meeting may watch its recordings.
 */
public final class SecondNode {
    private SecondNode() {}

    public static RunningNode get() {
        return Holder.NODE;
    }

    private static final class Holder {
        static final RunningNode NODE = start();

        private static RunningNode start() {
            var node = RunningNode.startOn(
                    SharedNode.get().database(),
                    "JITSI_RECORDING_ENABLED",
                    "true",
                    "GAVEL_JITSI_RESERVATION_TOKEN",
                    SharedNode.RESERVATION_TOKEN,
                    "GAVEL_JITSI_RECORDER_TOKEN",
                    SharedNode.RECORDER_TOKEN,
                    "GAVEL_RECORDING_VIEWERS",
                    "participants",
                    "GAVEL_JITSI_EVENTS_TOKEN",
                    SharedNode.EVENTS_TOKEN);
            Runtime.getRuntime().addShutdownHook(new Thread(node::close));
            return node;
        }
    }
}
