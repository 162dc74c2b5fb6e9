/** Load: a mix of requests as producers send it, and the ledger that accounts for every record. */
@NullMarked
package chatcontacts.testkit.load;

import org.jspecify.annotations.NullMarked;
