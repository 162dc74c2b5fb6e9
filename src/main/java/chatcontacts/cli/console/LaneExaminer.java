package chatcontacts.cli.console;

import chatcontacts.config.Settings;
import java.util.List;

/** Tries what the lanes of the settings need of AWS. */
public interface LaneExaminer {

    /**
     * Asks AWS for each lane.
     *
     * @param calls whether StartChatContact is called too, in a way that cannot start a chat
     */
    List<Finding> examine(Settings settings, boolean calls);
}
