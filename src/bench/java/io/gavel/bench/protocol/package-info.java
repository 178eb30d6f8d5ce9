/** What is said to Gavel and to its peers, and the check that all of it came back, once and in order. */
@NullMarked
package io.gavel.bench.protocol;

import org.jspecify.annotations.NullMarked;
