/** The process: its entry point, the wiring of all parts, and graceful shutdown. */
@NullMarked
package chatcontacts.app;

import org.jspecify.annotations.NullMarked;
