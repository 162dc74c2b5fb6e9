/** Tests of what is done to fetched batches. */
@NullMarked
package chatcontacts.app.streams.fetch;

import org.jspecify.annotations.NullMarked;
