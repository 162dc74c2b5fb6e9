/**
 * Sending dead letters again: reads them up to where the topic ends, decides on each, and sends the original to the request
 * topic in the same transaction that remembers it as sent.
 */
@NullMarked
package chatcontacts.cli.redrive;

import org.jspecify.annotations.NullMarked;
