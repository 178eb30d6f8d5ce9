/** Facts about single frames. */
@NullMarked
package io.gavel.bridge.frame;

import org.jspecify.annotations.NullMarked;
