/** The bridge's frames: what comes in is read here, what goes out is written here, byte for byte. */
@NullMarked
package io.gavel.bridge.frame;

import org.jspecify.annotations.NullMarked;
