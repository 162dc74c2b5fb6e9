/** Commands of operators over HTTP, which take the same way as those of the command line. */
@NullMarked
package chatcontacts.app.control;

import org.jspecify.annotations.NullMarked;
