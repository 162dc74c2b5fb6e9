/**
 * The command line: {@code run} and the commands that an operator needs around it. What a command does outside this process
 * comes in through ports; answers go to standard output, everything else to standard error.
 */
@NullMarked
package chatcontacts.cli;

import org.jspecify.annotations.NullMarked;
