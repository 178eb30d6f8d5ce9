package io.gavel.bridge.hub;

import io.gavel.stream.Channels;
import io.gavel.stream.ConversationNews;
import io.gavel.stream.PersonalStream;

/** What browsers can hear, and what they can ask for. */
record Streams(Channels channels, PersonalStream personal, ConversationNews news, Requests requests) {}
