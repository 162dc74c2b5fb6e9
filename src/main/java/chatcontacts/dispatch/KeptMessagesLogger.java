package chatcontacts.dispatch;

import chatcontacts.dispatch.engine.LaneSnapshot;
import chatcontacts.dispatch.engine.LaneSnapshot.KeptSnapshot;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs once for each lane and format that messages of a newer release are kept, and once that they are handled. Used by the stream thread. */
final class KeptMessagesLogger {

    private static final Logger LOG = LoggerFactory.getLogger(KeptMessagesLogger.class);

    private Set<LaneFormat> logged = Set.of();

    private record LaneFormat(String lane, String format) {}

    void log(List<LaneSnapshot> lanes) {
        Set<LaneFormat> kept = new HashSet<>();
        for (LaneSnapshot lane : lanes) {
            for (KeptSnapshot it : lane.kept()) {
                LaneFormat key = new LaneFormat(lane.lane(), it.format());
                kept.add(key);
                if (!logged.contains(key)) {
                    LOG.atWarn()
                            .addKeyValue("lane", key.lane)
                            .addKeyValue("format", key.format)
                            .addKeyValue("messages", it.messages())
                            .log(
                                    "A newer release wrote messages that this one cannot read; they are kept and handled in order"
                                            + " once this process is upgraded");
                }
            }
        }
        for (LaneFormat key : logged) {
            if (!kept.contains(key)) {
                LOG.atInfo()
                        .addKeyValue("lane", key.lane)
                        .addKeyValue("format", key.format)
                        .log("No messages of that format are kept any more");
            }
        }
        logged = kept;
    }
}
