/** Short names for texts, from which nobody gets the text back. */
@NullMarked
package io.gavel.digest;

import org.jspecify.annotations.NullMarked;
