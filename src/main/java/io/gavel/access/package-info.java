/** Words for who may enter: admissions, the Jitsi tokens that follow from them, and tickets for the bridge. */
@NullMarked
package io.gavel.access;

import org.jspecify.annotations.NullMarked;
