/** The demo: the whole service on this machine, and the screen that shows it. */
@NullMarked
package chatcontacts.local;

import org.jspecify.annotations.NullMarked;
