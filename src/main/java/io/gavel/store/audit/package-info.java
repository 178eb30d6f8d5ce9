/** What becomes of what was audited: it is sealed, and forgotten when its time is over. */
@NullMarked
package io.gavel.store.audit;

import org.jspecify.annotations.NullMarked;
