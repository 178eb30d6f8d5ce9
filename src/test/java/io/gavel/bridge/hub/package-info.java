/** Facts about the hub. */
@NullMarked
package io.gavel.bridge.hub;

import org.jspecify.annotations.NullMarked;
