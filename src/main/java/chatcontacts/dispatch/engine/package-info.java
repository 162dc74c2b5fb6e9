/**
 * The engine: pure admission control and settlement of one partition of the dispatch topic. It knows neither Kafka nor
 * a clock: messages, call results and the time come in as arguments, what is to happen goes out as {@link
 * chatcontacts.dispatch.engine.EngineEffects}. Only the stream thread that owns the partition calls it.
 */
@NullMarked
package chatcontacts.dispatch.engine;

import org.jspecify.annotations.NullMarked;
