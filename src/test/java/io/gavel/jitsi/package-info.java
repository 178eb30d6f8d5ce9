/** Facts about what the Jitsi deployment and Gavel say to each other, without a node. */
@NullMarked
package io.gavel.jitsi;

import org.jspecify.annotations.NullMarked;
