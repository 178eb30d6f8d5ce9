@NullMarked
package io.gavel.rooms;

import org.jspecify.annotations.NullMarked;
