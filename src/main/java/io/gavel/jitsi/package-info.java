/** What the Jitsi deployment and Gavel say to each other about rooms, and its rules. */
@NullMarked
package io.gavel.jitsi;

import org.jspecify.annotations.NullMarked;
