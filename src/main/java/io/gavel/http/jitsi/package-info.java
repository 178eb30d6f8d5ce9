/** What the Jitsi deployment calls: forms in, answers out that its modules understand. */
@NullMarked
package io.gavel.http.jitsi;

import org.jspecify.annotations.NullMarked;
