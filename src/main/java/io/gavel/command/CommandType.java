package io.gavel.command;

import java.util.Arrays;
import java.util.Optional;

/** The commands that change a meeting. A browser sends each to the address of the same name. */
public enum CommandType {
    JOIN("join_meeting_room"),
    LEAVE("leave_meeting_room"),
    SET_AUDIO("meeting_audio_status"),
    SET_VIDEO("meeting_video_status"),
    START_RECORDING("meeting_recording_started"),
    STOP_RECORDING("meeting_recording_stopped"),
    START_SCREEN_SHARE("meeting_screen_share_started"),
    STOP_SCREEN_SHARE("meeting_screen_share_stopped"),
    RAISE_HAND("meeting_hand_raised"),
    LOWER_HAND("meeting_hand_lowered"),
    MUTE_ALL("meeting_mute_all"),
    MUTE_USER("meeting_mute_user");

    private final String address;

    CommandType(String address) {
        this.address = address;
    }

    public String address() {
        return address;
    }

    /** Whether a {@code clientEventId} counts; joining and leaving can be repeated without one. */
    public boolean takesClientEventId() {
        return this != JOIN && this != LEAVE;
    }

    public static Optional<CommandType> at(String address) {
        return Arrays.stream(values())
                .filter(type -> type.address.equals(address))
                .findFirst();
    }
}
