-- Jitsi's Prosody obeys Gavel. Lines for what the Jitsi packages made, /etc/prosody/conf.avail/meet.example.com.cfg.lua: most
-- sections are there already and keep what they have; what stands here is added, or changed where it says otherwise.
-- Replace everywhere: meet.example.com (the host of JITSI_DOMAIN), gavel.internal:5000 (a node, or the load balancer before
-- several), /jitsi (GAVEL_JITSI_PATH), and the words that start with change-me. The file holds secrets: mode 640, prosody's.
-- What tells Gavel who is in a room stands in a file of its own, prosody-events.cfg.lua.

-- Without these two several of the modules below do nothing, and say so only in the log.
muc_mapper_domain_base = "meet.example.com"
muc_mapper_domain_prefix = "conference"     -- GAVEL_JITSI_MUC is this, a dot, and the domain above

-- Gavel calls Prosody by an address that is no VirtualHost; without it the answer is 404.
http_default_host = "meet.example.com"

-- Who reaches this port may ask for rooms' sizes, and try tokens at /end-meeting. Add the address by which Gavel comes, if it
-- is on another machine, and let nobody else in; nginx proxies /http-bind and /xmpp-websocket, and nothing else.
http_interfaces = { "127.0.0.1" }

-- One text, as Gavel writes it. The default "*" would take tokens that were made for something else.
asap_accepted_audiences = { "jitsi" }

-- Where the key is that Gavel signs with when it ends a room or sends somebody out. Never the address of asap_key_server below:
-- whoever has a token that opens a room could end every other room with it.
prosody_password_public_key_repo_url = "http://gavel.internal:5000/jitsi/asap/control"

modules_enabled = {
    -- Keep what is there. Ends a room at once, for everybody in it. It is of use with RS256 alone: with HS256 it answers 401 to all.
    "muc_end_meeting";
}

VirtualHost "meet.example.com"
    authentication = "token"        -- was "jitsi-anonymous": everybody could come into every room
    app_id = "talentflip-ai"        -- JITSI_APP_ID
    allow_empty_token = false       -- true would let everybody in who leaves the token out
    enable_domain_verification = true

    -- With GAVEL_JITSI_KEY_FILE: Gavel publishes its public key here, and the secret key never leaves it. Not cache_keys_url: its keys
    -- count for the control of rooms as well, and whoever has a token could end every room.
    asap_key_server = "http://gavel.internal:5000/jitsi/asap"
    signature_algorithm = "RS256"
    -- Without it, in the place of those two: tokens are signed with a secret that Prosody has as well. Rooms are not ended, and
    -- nobody is sent out, by Gavel then.
    -- app_secret = "JITSI_APP_SECRET"
    -- signature_algorithm = "HS256"

    -- Nobody lets the recorder in from the lobby.
    muc_lobby_whitelist = { "hidden.meet.example.com" }

    -- Without it Prosody does not notice that a room is gone, and Gavel never hears of it.
    main_muc = "conference.meet.example.com"

    modules_enabled = {
        -- Keep what is there.
        "reservations";             -- asks Gavel before a room comes about
        "muc_kick_participant";     -- sends one person out; with RS256 alone
        "jibri_session";            -- writes who started a recording, and of which meeting, into its metadata
        "filter_iq_jibri";          -- only tokens with the feature may start one
        "muc_size";                 -- says whether a room is empty before Gavel ends what it believes to be empty
        -- muc_size tells whoever reaches the port who is in which room, with mail addresses: hence http_interfaces above. Its own
        -- remedy, enable_roomsize_token_verification, wants a token of each room and shuts Gavel out. Not "muc_census" at all.
        -- Not "muc_allowners", and "muc_wait_for_host" only with wait_for_host_disable_auto_owners = true at the rooms' Component:
        -- both make everybody who has a token a moderator.
    }

    reservations_api_prefix = "http://gavel.internal:5000/jitsi"    -- without a slash at the end
    reservations_api_headers = {
        ["Authorization"] = "Bearer change-me-reservations-at-least-32";    -- GAVEL_JITSI_RESERVATION_TOKEN
    }

    -- Whoever wants to enter waits meanwhile. Gavel answers within a tenth of a second; the default would be 20 seconds, and
    -- a time-out, unlike a 5xx, is not tried again.
    reservations_api_timeout = 5

    -- While its database is slow Gavel says 503, and the next try is likely to be better: as the defaults have it.
    reservations_api_retry_count = 3
    reservations_api_retry_delay = 3

    -- Only with GAVEL_JITSI_RESERVATION_OCCUPANTS; it wants muc_max_occupants below.
    reservations_enable_max_occupants = true

    -- Never: Gavel sends neither, and Jitsi would let its own moderators stand before the door.
    -- reservations_enable_lobby_support = true
    -- reservations_enable_password_support = true

    -- Breakout rooms are named by a UUID that nobody has reserved; they live and die with their meeting's room.
    reservations_skip_breakout_rooms = true     -- the default
    breakout_rooms_muc = "breakout.meet.example.com"

-- People without a token, if there are to be any: see token_verification_allowlist below. Leave the section out otherwise.
VirtualHost "guest.meet.example.com"
    authentication = "jitsi-anonymous"
    main_muc = "conference.meet.example.com"
    breakout_rooms_muc = "breakout.meet.example.com"
    -- The same as above, word for word: a VirtualHost without it asks nobody, and whoever comes through it brings back rooms of
    -- meetings that have ended.
    modules_enabled = { "reservations" }
    reservations_api_prefix = "http://gavel.internal:5000/jitsi"
    reservations_api_headers = {
        ["Authorization"] = "Bearer change-me-reservations-at-least-32";
    }
    reservations_api_timeout = 5
    reservations_enable_max_occupants = true

-- Where Jicofo logs in. Jibri's request passes here a second time, and only then learns which meeting it is of.
VirtualHost "auth.meet.example.com"
    authentication = "internal_hashed"
    modules_enabled = { "jibri_session" }   -- keep what is there

Component "conference.meet.example.com" "muc"
    restrict_room_creation = true       -- Jicofo alone opens rooms, and only after the reservation
    muc_room_locking = false
    muc_tombstones = false              -- a meeting's room may come back
    muc_room_allow_persistent = false
    modules_enabled = {
        -- Keep what is there.
        "token_verification";           -- the token is of this room
        "token_affiliation";            -- its affiliation makes Hosts and Moderators moderators, and everybody else a member. Without
                                        -- it a token makes nobody a moderator. Comes with Jitsi since 2026, before in jitsi-contrib
        "muc_max_occupants";            -- a limit of a reservation counts only where there is one for all rooms
    }
    -- The recorder has no token. With "guest.meet.example.com" in it guests have none, either: into every room that is open,
    -- whatever its password, and Gavel does not know them.
    token_verification_allowlist = { "hidden.meet.example.com" }
    -- With "muc_password_whitelist" among the modules: neither Jicofo nor the recorder knows a room's password.
    muc_password_whitelist = { "focus@auth.meet.example.com", "hidden.meet.example.com" }
    token_verification_require_token_for_moderation = true      -- room settings are not for people without a token
    muc_max_occupants = 1000
    muc_access_whitelist = { "focus@auth.meet.example.com", "hidden.meet.example.com" }     -- these do not count

-- Rooms in a breakout component are named by UUIDs: never token_verification there.
