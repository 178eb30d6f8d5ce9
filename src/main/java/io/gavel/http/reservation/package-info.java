/** Jitsi's reservation system: may this room be made, and is it gone. */
@NullMarked
package io.gavel.http.reservation;

import org.jspecify.annotations.NullMarked;
