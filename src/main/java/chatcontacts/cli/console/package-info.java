/**
 * What all commands share: output, exit codes, options, the shutdown signal, and their access to Kafka and the
 * registry.
 */
@NullMarked
package chatcontacts.cli.console;

import org.jspecify.annotations.NullMarked;
