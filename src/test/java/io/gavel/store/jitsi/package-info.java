@NullMarked
package io.gavel.store.jitsi;

import org.jspecify.annotations.NullMarked;
