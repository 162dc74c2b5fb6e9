/** Limits as AWS says them: read while the service runs, told to dispatch, kept for monitoring. */
@NullMarked
package chatcontacts.app.limits;

import org.jspecify.annotations.NullMarked;
