package chatcontacts.cli.console;

import java.time.Duration;

/** Whether a person wants the run to end, and a wait that ends with that wish. */
public interface StopToken {

    boolean isRequested();

    /** Waits, not longer than until the end is asked for. */
    void pause(Duration length);
}
