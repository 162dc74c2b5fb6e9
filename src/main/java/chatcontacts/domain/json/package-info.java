/** The JSON that the service writes: health, and what commands print for other programs. */
@NullMarked
package chatcontacts.domain.json;

import org.jspecify.annotations.NullMarked;
