/** The port to Amazon Connect and every result that one call can have, already translated from the SDK's terms. */
@NullMarked
package chatcontacts.domain.call;

import org.jspecify.annotations.NullMarked;
