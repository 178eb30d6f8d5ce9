/** Words for what may go wrong: every expected failure is a Problem with a stable code. */
@NullMarked
package io.gavel.problem;

import org.jspecify.annotations.NullMarked;
