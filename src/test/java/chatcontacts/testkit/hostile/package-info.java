/** Records as only broken or hostile producers write them. */
@NullMarked
package chatcontacts.testkit.hostile;

import org.jspecify.annotations.NullMarked;
