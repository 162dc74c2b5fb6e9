package chatcontacts.cli.console;

import chatcontacts.config.LoadedSettings;

/** The service itself, as {@code run} starts it. */
public interface ServiceRunner {

    /**
     * Runs until the service has ended.
     *
     * @param settings checked; the warnings in it have not been reported yet
     * @return the exit code
     */
    int run(LoadedSettings settings);
}
