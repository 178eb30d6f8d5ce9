/** Links to the files of recordings, and the files for whoever has one. */
@NullMarked
package io.gavel.http.recording;

import org.jspecify.annotations.NullMarked;
