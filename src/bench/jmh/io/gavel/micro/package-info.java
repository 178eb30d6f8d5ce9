/** Runs the micro-benchmarks, each of which stands in the package of what it measures, and writes their table. */
@NullMarked
package io.gavel.micro;

import org.jspecify.annotations.NullMarked;
