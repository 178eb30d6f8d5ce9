/** Nodes as processes of their own, as an operator runs the packaged jar: started, asked, ended and killed. */
@NullMarked
package io.gavel.process;

import org.jspecify.annotations.NullMarked;
