/** Which versions of its own formats a release reads and writes: messages of the dispatch topic and rows of the store. */
@NullMarked
package chatcontacts.domain.format;

import org.jspecify.annotations.NullMarked;
