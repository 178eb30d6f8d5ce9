/** JSON as it stands on the wire and in stored answers. */
@NullMarked
package io.gavel.json;

import org.jspecify.annotations.NullMarked;
