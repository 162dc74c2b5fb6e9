/**
 * The second topology: owns lanes. It stores what waits, admits as quota and pace allow, calls Connect, settles answers and
 * publishes each outcome. {@link chatcontacts.dispatch.engine.Engine} and what it owns know neither Kafka nor a clock, so that a
 * simulation can drive them; {@link chatcontacts.dispatch.DispatchProcessor} ties them to a task. All of it belongs to that
 * task's stream thread; AWS callbacks only post to its mailbox.
 */
@NullMarked
package chatcontacts.dispatch;

import org.jspecify.annotations.NullMarked;
