/** The REST API as its users meet it: facts about one running node on a real PostgreSQL, asked over HTTP. */
@NullMarked
package io.gavel.rest;

import org.jspecify.annotations.NullMarked;
