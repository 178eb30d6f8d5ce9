/** Who asks, and what opens a room: the platform's tokens verified, Jitsi's tokens signed. */
@NullMarked
package io.gavel.token;

import org.jspecify.annotations.NullMarked;
