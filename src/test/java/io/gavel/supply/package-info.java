/** What the jar is made of, under which licences, and that anybody can make the same one again. */
@NullMarked
package io.gavel.supply;

import org.jspecify.annotations.NullMarked;
