-- Prosody asks Gavel before a room comes about. Lines for the VirtualHost of JITSI_DOMAIN, of which the first two are often
-- there already. Where guests have a VirtualHost of their own, the same goes there: a host without them asks nobody.

VirtualHost "meet.example.com"
    -- Without it Prosody does not notice that a room is gone, and Gavel never hears of it.
    main_muc = "conference.meet.example.com"

    modules_enabled = {
        "reservations";     -- comes with Jitsi, /usr/share/jitsi-meet/prosody-plugins/mod_reservations.lua
    }

    -- Gavel's address (a load balancer's) and GAVEL_JITSI_PATH, without a slash at the end.
    reservations_api_prefix = "http://gavel.internal:5000/jitsi"

    -- GAVEL_JITSI_RESERVATION_TOKEN. Whoever has it may ask which rooms there are: this file is for Prosody's eyes alone.
    reservations_api_headers = {
        ["Authorization"] = "Bearer change-me-to-32-characters-or-more";
    }

    -- Whoever wants to enter waits meanwhile. Gavel answers within a tenth of a second; the default would be 20 seconds, and
    -- a time-out, unlike a 5xx, is not tried again.
    reservations_api_timeout = 5

    -- While its database is slow Gavel says 503, and the next try is likely to be better: as the defaults have it.
    reservations_api_retry_count = 3
    reservations_api_retry_delay = 3

    -- Only with GAVEL_JITSI_RESERVATION_OCCUPANTS. Prosody heeds a room's limit only where there is one for all rooms, too:
    -- "muc_max_occupants" in modules_enabled of the Component "conference.meet.example.com", with
    --     muc_max_occupants = 1000
    --     muc_access_whitelist = { "focus@auth.meet.example.com" }
    -- reservations_enable_max_occupants = true

    -- Never: Gavel sends neither, and Jitsi would let its own moderators stand before the door.
    -- reservations_enable_lobby_support = true
    -- reservations_enable_password_support = true

    -- Breakout rooms are named by a UUID that nobody has reserved; they live and die with their meeting's room.
    reservations_skip_breakout_rooms = true     -- the default

-- And in the web client's config.js: no conferenceRequestUrl. With it the room is asked for over HTTP, past Prosody and so
-- past this module.
