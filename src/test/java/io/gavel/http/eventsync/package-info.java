/** What is fuzzed of this package. */
@NullMarked
package io.gavel.http.eventsync;

import org.jspecify.annotations.NullMarked;
