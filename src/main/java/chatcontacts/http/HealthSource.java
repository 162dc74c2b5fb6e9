package chatcontacts.http;

import java.util.List;
import java.util.Map;

/** Answers how the service is. Asked on threads of the HTTP server, by several at once; should answer at once. */
public interface HealthSource {

    /** What a probe wants to know, after Kubernetes' three probes. */
    enum Probe {
        /** The start is over. */
        STARTED,
        /** The process works; if not, only a restart helps. */
        LIVE,
        /** Requests are being handled. */
        READY
    }

    /**
     * One thing that was looked at.
     *
     * @param name of the thing
     * @param up whether it is well
     * @param data what else there is to say; never secrets or customer text
     */
    record Check(String name, boolean up, Map<String, String> data) {
        public Check {
            data = Map.copyOf(data);
        }
    }

    /** The checks of a probe; it is up if all of them are. */
    List<Check> checks(Probe probe);
}
