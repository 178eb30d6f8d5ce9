/** The results as Markdown, JSON and a picture, and the goals that they are held against. */
@NullMarked
package io.gavel.bench.report;

import org.jspecify.annotations.NullMarked;
