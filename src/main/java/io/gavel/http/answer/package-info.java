/** What a request gets back: answers, problems, and the headers that stand on each of them. */
@NullMarked
package io.gavel.http.answer;

import org.jspecify.annotations.NullMarked;
