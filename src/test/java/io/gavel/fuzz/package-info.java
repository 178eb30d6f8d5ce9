/** Bytes that nobody would send: to everything of Gavel that takes some from outside, and to a whole node. */
@NullMarked
package io.gavel.fuzz;

import org.jspecify.annotations.NullMarked;
