package chatcontacts.testkit.service;

/**
 * The output of a command that has ended.
 *
 * @param code its exit code
 * @param printed to standard output
 * @param complained to standard error, logs of this process included
 */
public record CommandOutput(int code, String printed, String complained) {}
