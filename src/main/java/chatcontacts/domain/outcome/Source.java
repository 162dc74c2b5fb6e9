package chatcontacts.domain.outcome;

/** Where a record lies on an input topic. */
public record Source(String topic, int partition, long offset) {}
