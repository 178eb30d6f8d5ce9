/** Secrets are planted wherever a node takes or gives one, and looked for in all that it shows. */
@NullMarked
package io.gavel.secrets;

import org.jspecify.annotations.NullMarked;
