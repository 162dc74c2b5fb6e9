/** The final outcome of a request, and how it is reported on the result and dead-letter topics. */
@NullMarked
package chatcontacts.domain.outcome;

import org.jspecify.annotations.NullMarked;
