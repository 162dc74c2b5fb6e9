/** Logging: its format, what is filtered from it, and what is logged when a thread dies of an uncaught exception. */
@NullMarked
package chatcontacts.app.logging;

import org.jspecify.annotations.NullMarked;
