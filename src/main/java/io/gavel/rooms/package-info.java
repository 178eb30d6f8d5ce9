/** Ends rooms in Jitsi and sends people out of them, until it is so. */
@NullMarked
package io.gavel.rooms;

import org.jspecify.annotations.NullMarked;
