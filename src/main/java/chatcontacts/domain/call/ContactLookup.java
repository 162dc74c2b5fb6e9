package chatcontacts.domain.call;

import java.util.concurrent.CompletionStage;

/** Asks what became of contacts in one lane. Thread-safe; never blocks. */
public interface ContactLookup {

    /**
     * Calls DescribeContact once.
     *
     * @param instanceId the bare id
     * @return completes normally with whatever came of it, on a thread of the client; completes on every path
     */
    CompletionStage<LookupResult> lookUp(String instanceId, String contactId);
}
