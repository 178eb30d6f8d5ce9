/** The typed event bus: every address between verticles, and the one way to use them. */
@NullMarked
package io.gavel.bus;

import org.jspecify.annotations.NullMarked;
