/**
 * The dispatch application, which owns the lanes. It stores waiting requests, admits them as concurrency limit and rate limit allow,
 * calls Connect, settles the results and publishes each outcome. {@link chatcontacts.dispatch.engine.Engine} knows neither Kafka nor
 * a clock, so that a simulation can drive it; {@link chatcontacts.dispatch.DispatchProcessor} connects it to a task. All of it runs on
 * that task's stream thread; AWS callbacks only post to its mailbox.
 */
@NullMarked
package chatcontacts.dispatch;

import org.jspecify.annotations.NullMarked;
