/** Words for conversations: who talks with whom, and what is said. */
@NullMarked
package io.gavel.conversation;

import org.jspecify.annotations.NullMarked;
