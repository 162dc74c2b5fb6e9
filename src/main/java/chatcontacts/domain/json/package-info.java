/** The JSON that the service writes: health, answers of the read-only API, what commands print for other programs. */
@NullMarked
package chatcontacts.domain.json;

import org.jspecify.annotations.NullMarked;
