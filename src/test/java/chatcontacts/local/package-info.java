/** The runnable demo: the whole service on this machine under load, and the view that shows it. */
@NullMarked
package chatcontacts.local;

import org.jspecify.annotations.NullMarked;
