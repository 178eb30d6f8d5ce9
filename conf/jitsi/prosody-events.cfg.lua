-- Prosody tells Gavel which rooms there are and who is in them. A file for itself, since it needs nothing changed elsewhere:
-- /etc/prosody/conf.d/, or with docker-jitsi-meet ${CONFIG}/prosody/config/conf.d/, where nothing overwrites it.
-- The module is not Jitsi's own: event_sync/mod_event_sync_component.lua of https://github.com/jitsi-contrib/prosody-plugins,
-- into a folder of plugin_paths; with docker-jitsi-meet it is there.
-- Names as in prosody.cfg.lua. With docker-jitsi-meet: eventsync.meet.jitsi, muc.meet.jitsi, breakout.meet.jitsi.

Component "eventsync.meet.example.com" "event_sync_component"
    muc_component = "conference.meet.example.com"
    breakout_component = "breakout.meet.example.com"

    -- Below it: /events/room/created and destroyed, /events/occupant/joined and left. The name has no reservations_ before it.
    api_prefix = "http://gavel.internal:5000/jitsi"
    api_headers = {
        ["Authorization"] = "Bearer change-me-events-at-least-32-characters";   -- GAVEL_JITSI_EVENTS_TOKEN
    }

    -- Without it there would be no affiliation, and of who somebody is only what older versions thought of.
    include_user_info = true

    -- Nobody waits for these; but what is not answered in time is lost for good, and 5xx is tried again.
    api_timeout = 10
    api_retry_count = 5
    api_retry_delay = 2
