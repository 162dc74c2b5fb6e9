/**
 * The adapter to Amazon Connect: one client for each lane, one call for each start, and the one place where the SDK's
 * responses, exceptions and connection faults become {@link chatcontacts.domain.call.CallResult answers}. It never retries, and
 * nothing of an SDK object or exception message leaves it, because those carry participant tokens and customer data.
 */
@NullMarked
package chatcontacts.connect;

import org.jspecify.annotations.NullMarked;
