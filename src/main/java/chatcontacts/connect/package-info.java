/**
 * The adapter to Amazon Connect: one client for each lane, one call for each start, and the one place where the SDK's
 * responses, exceptions and connection errors become {@link chatcontacts.domain.call.CallResult call results}. It never retries, and
 * no SDK object or exception message leaves it, because those contain participant tokens and customer data.
 */
@NullMarked
package chatcontacts.connect;

import org.jspecify.annotations.NullMarked;
