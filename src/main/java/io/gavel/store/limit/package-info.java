/** What those have spent who ask for much, at all nodes together. */
@NullMarked
package io.gavel.store.limit;

import org.jspecify.annotations.NullMarked;
