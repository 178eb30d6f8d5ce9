/** What a piece of work costs as everything grows: each line is measured at sizes that differ by powers of ten. */
@NullMarked
package io.gavel.bench.growth;

import org.jspecify.annotations.NullMarked;
