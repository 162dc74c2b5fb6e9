/**
 * The service under test: in this process or in one of its own, with its environment, commands, log, metrics and
 * results.
 */
@NullMarked
package chatcontacts.testkit.service;

import org.jspecify.annotations.NullMarked;
