/** What the Jitsi deployment was told and has said, in PostgreSQL. */
@NullMarked
package io.gavel.store.jitsi;

import org.jspecify.annotations.NullMarked;
