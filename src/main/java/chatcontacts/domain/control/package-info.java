/** Commands of operators to lanes: what they say, the rules that they keep, and the log of what became of them. */
@NullMarked
package chatcontacts.domain.control;

import org.jspecify.annotations.NullMarked;
