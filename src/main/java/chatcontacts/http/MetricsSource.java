package chatcontacts.http;

/** Where scrapes of metrics are answered from. Called on any thread. */
@FunctionalInterface
public interface MetricsSource {

    /** All metrics, as they stand. */
    String scrape(Exposition format);
}
