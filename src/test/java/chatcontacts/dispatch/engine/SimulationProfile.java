package chatcontacts.dispatch.engine;

import chatcontacts.domain.admission.Backoff;
import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.domain.admission.RateLimit;
import chatcontacts.testkit.connect.ConnectRules;
import java.time.Duration;
import java.util.List;

/** What one simulated run is like: the service's settings, Connect's rules, the network's manners. */
record SimulationProfile(
        List<String> instances,
        int configuredQuota,
        ChatEndVisibility.Mode visibility,
        double ratePerSecond,
        double burst,
        int inFlightMax,
        int maxAttempts,
        ConnectRules rules,
        long latencyMs,
        double refusedConnections,
        double cutsBefore,
        double cutsAfter,
        double timeouts,
        double serverFaults,
        double eventLoss,
        long eventDelayMs) {

    RateLimit limits() {
        return new RateLimit(ratePerSecond, burst);
    }

    Backoff retry() {
        return new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30));
    }

    Backoff hold() {
        return new Backoff(Duration.ofMillis(250), Duration.ofMinutes(1));
    }

    Duration retention() {
        return Duration.ofDays(1);
    }

    long callTimeoutMs() {
        return 10_000;
    }
}
