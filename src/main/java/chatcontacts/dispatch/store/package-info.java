/** The state store of dispatch: rows, their keys and codecs, and the queries that read them. */
@NullMarked
package chatcontacts.dispatch.store;

import org.jspecify.annotations.NullMarked;
