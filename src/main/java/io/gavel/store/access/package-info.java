/** Who was let in: admissions, passwords and their attempts, tickets. */
@NullMarked
package io.gavel.store.access;

import org.jspecify.annotations.NullMarked;
