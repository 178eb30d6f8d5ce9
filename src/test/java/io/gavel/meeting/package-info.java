/** What is fuzzed of this package. */
@NullMarked
package io.gavel.meeting;

import org.jspecify.annotations.NullMarked;
