package chatcontacts.http;

import java.util.List;
import java.util.Map;

/** Provides the health checks. Called on threads of the HTTP server, also concurrently; must not block. */
public interface HealthSource {

    /** The three probes of Kubernetes. */
    enum Probe {
        /** Startup: the start is complete. */
        STARTED,
        /** Liveness: the process works; if not, only a restart helps. */
        LIVE,
        /** Readiness: requests are processed. */
        READY
    }

    /**
     * The result of one check.
     *
     * @param name what was checked
     * @param up whether it is healthy
     * @param data details; never secrets or customer text
     */
    record Check(String name, boolean up, Map<String, String> data) {
        public Check {
            data = Map.copyOf(data);
        }
    }

    /** The checks of a probe, which is up if all of them are. */
    List<Check> checks(Probe probe);
}
