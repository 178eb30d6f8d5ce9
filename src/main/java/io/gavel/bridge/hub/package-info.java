/** The node's side of the bridge: one hub per node, which knows the channels and what may be asked of them. */
@NullMarked
package io.gavel.bridge.hub;

import org.jspecify.annotations.NullMarked;
