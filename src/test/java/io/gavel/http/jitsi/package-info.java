/** Facts about what the Jitsi deployment calls, without a node. */
@NullMarked
package io.gavel.http.jitsi;

import org.jspecify.annotations.NullMarked;
