/** The one final word on a request, and what is told of it on the result and dead-letter topics. */
@NullMarked
package chatcontacts.domain.outcome;

import org.jspecify.annotations.NullMarked;
