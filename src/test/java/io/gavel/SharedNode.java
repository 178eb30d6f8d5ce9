package io.gavel;

/** One node for all tests of this process that need no settings of their own; they keep apart by their users. */
public final class SharedNode {
    /** What Jitsi shows when it asks this node, or {@link SecondNode}, about rooms. */
    public static final String RESERVATION_TOKEN = "what-jitsi-shows-when-it-asks-about-rooms";

    /** What the recorder shows when it tells this node, or {@link SecondNode}, of a recording. */
    public static final String RECORDER_TOKEN = "what-the-recorder-shows-when-it-is-done";

    /** What Jitsi shows when it tells this node, or {@link SecondNode}, of rooms and occupants. */
    public static final String EVENTS_TOKEN = "what-jitsi-shows-when-it-tells-of-rooms";

    private SharedNode() {}

    public static RunningNode get() {
        return Holder.NODE;
    }

    private static final class Holder {
        static final RunningNode NODE = start();

        private static RunningNode start() {
            var node = RunningNode.start(
                    "JITSI_RECORDING_ENABLED",
                    "true",
                    "GAVEL_JITSI_RESERVATION_TOKEN",
                    RESERVATION_TOKEN,
                    "GAVEL_JITSI_RECORDER_TOKEN",
                    RECORDER_TOKEN,
                    "GAVEL_JITSI_EVENTS_TOKEN",
                    EVENTS_TOKEN);
            Runtime.getRuntime().addShutdownHook(new Thread(node::close));
            return node;
        }
    }
}
