package chatcontacts.intake;

import chatcontacts.domain.outcome.Result;
import chatcontacts.domain.request.CancellationDecoder;
import chatcontacts.domain.request.LaneDirectory;
import chatcontacts.domain.request.RequestDecoder;
import chatcontacts.domain.request.RequestRules;
import org.apache.kafka.common.serialization.Serializer;

/**
 * What intake works with. Everything here is shared by all stream threads and must be safe for that.
 *
 * @param requests reads values of the request topic
 * @param cancellations reads values of the cancellation topic
 * @param rules the documented rules of a request
 * @param lanes which instances are served
 * @param results writes a result's value; what it throws stops the thread, which then reads the same record again
 * @param metrics counts
 * @param status tells health
 * @param sleep lets a thread wait for the registry
 */
public record IntakeDependencies(
        RequestDecoder requests,
        CancellationDecoder cancellations,
        RequestRules rules,
        LaneDirectory lanes,
        Serializer<Result> results,
        IntakeMetrics metrics,
        IntakeStatus status,
        InterruptibleSleep sleep) {}
