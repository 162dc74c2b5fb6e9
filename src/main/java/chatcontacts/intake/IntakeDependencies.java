package chatcontacts.intake;

import chatcontacts.domain.control.ControlDecoder;
import chatcontacts.domain.control.ControlLogEntry;
import chatcontacts.domain.format.FormatVersions;
import chatcontacts.domain.outcome.Result;
import chatcontacts.domain.request.CancellationDecoder;
import chatcontacts.domain.request.LaneDirectory;
import chatcontacts.domain.request.RequestDecoder;
import chatcontacts.domain.request.RequestRules;
import org.apache.kafka.common.serialization.Serializer;

/**
 * The dependencies of intake. All are shared by the stream threads and must be thread-safe.
 *
 * @param requests reads values of the request topic
 * @param cancellations reads values of the cancellation topic
 * @param control reads values of the control topic
 * @param rules the documented rules of a request
 * @param lanes which instances are served
 * @param results writes a result's value; what it throws stops the thread, which then reads the same record again
 * @param controlLog writes the value of an entry of the log of commands
 * @param metrics counts records
 * @param status reports health
 * @param formats the version of the messages that are written
 * @param sleep pauses a thread that waits for the registry
 */
public record IntakeDependencies(
        RequestDecoder requests,
        CancellationDecoder cancellations,
        ControlDecoder control,
        RequestRules rules,
        LaneDirectory lanes,
        Serializer<Result> results,
        Serializer<ControlLogEntry> controlLog,
        IntakeMetrics metrics,
        IntakeStatus status,
        FormatVersions formats,
        InterruptibleSleep sleep) {}
