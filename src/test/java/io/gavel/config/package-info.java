/** Tests of the configuration: what each source gives, what each fault says, and that no secret shows. */
@NullMarked
package io.gavel.config;

import org.jspecify.annotations.NullMarked;
