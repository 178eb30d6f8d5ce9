/** Latencies, and what processes took of the machine. */
@NullMarked
package io.gavel.bench.measure;

import org.jspecify.annotations.NullMarked;
