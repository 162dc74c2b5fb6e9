/** Tests of the whole service, through real servers and processes. */
@NullMarked
package chatcontacts.system;

import org.jspecify.annotations.NullMarked;
