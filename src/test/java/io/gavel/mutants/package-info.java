/** Copies of the product with one of its rules taken out: each must be caught by what judges the product. */
@NullMarked
package io.gavel.mutants;

import org.jspecify.annotations.NullMarked;
