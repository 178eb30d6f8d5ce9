/** What every address that Jitsi's servers call has in common, and the keys that they fetch. */
@NullMarked
package io.gavel.http.jitsi;

import org.jspecify.annotations.NullMarked;
