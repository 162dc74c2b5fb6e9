/** Causes of exceptions: the one walker of cause chains. */
@NullMarked
package chatcontacts.domain.errors;

import org.jspecify.annotations.NullMarked;
