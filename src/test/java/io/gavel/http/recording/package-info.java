/** Tests of what serves recordings. */
@NullMarked
package io.gavel.http.recording;

import org.jspecify.annotations.NullMarked;
