/**
 * When a waiting request may go: rate limiter, concurrency limit, circuit breaker, leases and access denials, each a value whose transitions take the time (epoch
 * milliseconds) and the random draws that they need as arguments.
 */
@NullMarked
package chatcontacts.domain.admission;

import org.jspecify.annotations.NullMarked;
