package chatcontacts.testkit.service;

import chatcontacts.testkit.load.Latencies;
import chatcontacts.testkit.load.Ledger.Account;
import java.time.Duration;
import java.util.Locale;
import java.util.TreeMap;

/** The progress of a run: one line per second. */
public final class ProgressLine {

    private ProgressLine() {}

    public static String of(Duration since, Account account, ServiceMetrics.Page metrics, Latencies latencies) {
        StringBuilder line = new StringBuilder();
        line.append(String.format(
                Locale.ROOT,
                "%4ds  accepted %d  waiting %d  in flight %d  active %d/%d  started %d  replayed %d  failed %d",
                since.toSeconds(),
                (long) metrics.sum("chat_requests_accepted_total"),
                (long) metrics.sum("chat_waiting"),
                (long) metrics.sum("chat_in_flight"),
                (long) metrics.sum("chat_active"),
                (long) metrics.sum("chat_quota"),
                account.started(),
                account.replayed(),
                account.failed().values().stream().mapToLong(Long::longValue).sum()));
        if (!account.failed().isEmpty()) {
            line.append(' ').append(reasons(account));
        }
        line.append("  p50 ").append(Latencies.words(latencies.recent(50)));
        line.append("  p99 ").append(Latencies.words(latencies.recent(99)));
        return line.toString();
    }

    /** {@code (EXPIRED 1, INVALID 3)}. */
    public static String reasons(Account account) {
        StringBuilder reasons = new StringBuilder();
        new TreeMap<>(account.failed())
                .forEach((reason, count) -> reasons.append(reasons.isEmpty() ? "(" : ", ")
                        .append(reason)
                        .append(' ')
                        .append(count));
        return reasons.append(')').toString();
    }
}
