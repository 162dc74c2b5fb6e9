/**
 * A look at fetched batches before the consumer unpacks them: a few kilobytes can claim gigabytes. The only package that knows
 * how Kafka's consumer keeps batches and records.
 */
@NullMarked
package chatcontacts.app.streams.fetch;

import org.jspecify.annotations.NullMarked;
