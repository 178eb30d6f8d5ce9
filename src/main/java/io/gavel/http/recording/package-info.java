/** Recordings: filed by the recorder, linked for who may watch, and the files for whoever has a link. */
@NullMarked
package io.gavel.http.recording;

import org.jspecify.annotations.NullMarked;
