package chatcontacts.cli.console;

import java.time.Duration;

/** Tells whether the user requested a stop. */
public interface StopToken {

    boolean isRequested();

    /** Waits for that duration, or until a stop is requested. */
    void pause(Duration length);
}
