/** What is measured: each scenario is a small class, or a row of one. */
@NullMarked
package io.gavel.bench.scenario;

import org.jspecify.annotations.NullMarked;
