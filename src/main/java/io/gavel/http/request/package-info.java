/** What a request brings: its head, its strict JSON, its fields read one by one with all faults collected. */
@NullMarked
package io.gavel.http.request;

import org.jspecify.annotations.NullMarked;
