/** A whole installation under load, of which one thing after the other is broken, and what of its promises it kept. */
@NullMarked
package io.gavel.chaos;

import org.jspecify.annotations.NullMarked;
