package chatcontacts.registry;

import chatcontacts.domain.control.ControlLogEntry;
import chatcontacts.domain.control.ControlLogEntry.ControlStatus;
import chatcontacts.domain.control.ControlLogEntry.RequestCounts;
import chatcontacts.domain.control.ControlOrigin;
import chatcontacts.domain.control.ControlRequest;
import chatcontacts.domain.control.ControlRequest.Limits;
import chatcontacts.domain.control.ControlRequest.Verb;
import chatcontacts.domain.control.MoveTerms;
import chatcontacts.domain.control.RequestFilter;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Commands of operators, and the log of what became of them, between Avro and the domain, both ways. */
final class AvroControls {

    private AvroControls() {}

    static chatcontacts.ChatControl toAvro(ControlRequest request) {
        var avro = new chatcontacts.ChatControl();
        avro.setId(request.id());
        avro.setLane(request.lane());
        avro.setVerb(chatcontacts.ChatControlVerb.valueOf(request.verb().name()));
        request.instance().ifPresent(avro::setInstance);
        request.until().ifPresent(avro::setUntil);
        Limits limits = request.limits();
        limits.ratePerSecond().ifPresent(avro::setRatePerSecond);
        limits.burst().ifPresent(avro::setBurst);
        limits.concurrentChats().ifPresent(avro::setConcurrentChats);
        avro.setClear(limits.clear());
        RequestFilter filter = request.filter();
        filter.fairnessKey().ifPresent(avro::setKey);
        filter.priorityFrom().ifPresent(avro::setPriorityFrom);
        filter.priorityTo().ifPresent(avro::setPriorityTo);
        filter.acceptedBefore().ifPresent(avro::setAcceptedBefore);
        filter.clientToken().ifPresent(avro::setClientToken);
        request.priority().ifPresent(avro::setPriority);
        request.startBy().ifPresent(avro::setStartBy);
        request.move().ifPresent(it -> {
            avro.setToInstance(it.instance());
            avro.setContactFlows(it.contactFlows());
        });
        avro.setDryRun(request.dryRun());
        avro.setValidUntil(request.validUntil());
        avro.setRequestedAt(request.origin().at());
        avro.setRequestedBy(request.origin().by());
        avro.setReason(request.origin().why());
        return avro;
    }

    static ControlRequest toDomain(chatcontacts.ChatControl avro) {
        return new ControlRequest(
                avro.getId(),
                avro.getLane(),
                Verb.valueOf(avro.getVerb().name()),
                Optional.ofNullable(avro.getInstance()),
                Optional.ofNullable(avro.getUntil()),
                new Limits(
                        decimal(avro.getRatePerSecond()),
                        whole(avro.getBurst()),
                        whole(avro.getConcurrentChats()),
                        avro.getClear()),
                new RequestFilter(
                        Optional.ofNullable(avro.getKey()),
                        whole(avro.getPriorityFrom()),
                        whole(avro.getPriorityTo()),
                        Optional.ofNullable(avro.getAcceptedBefore()),
                        Optional.ofNullable(avro.getClientToken())),
                whole(avro.getPriority()),
                Optional.ofNullable(avro.getStartBy()),
                Optional.ofNullable(avro.getToInstance())
                        .map(to -> new MoveTerms(
                                to, Optional.ofNullable(avro.getContactFlows()).orElse(Map.of()))),
                avro.getDryRun(),
                avro.getValidUntil(),
                new ControlOrigin(avro.getRequestedBy(), avro.getReason(), avro.getRequestedAt()));
    }

    static chatcontacts.ChatControlLog toAvro(ControlLogEntry entry) {
        var avro = new chatcontacts.ChatControlLog();
        avro.setId(entry.id());
        avro.setLane(entry.lane());
        entry.instanceId().ifPresent(avro::setInstance);
        avro.setVerb(entry.verb());
        avro.setStatus(chatcontacts.ChatControlStatus.valueOf(entry.status().name()));
        avro.setAt(entry.at());
        entry.before().ifPresent(avro::setBefore);
        entry.after().ifPresent(avro::setAfter);
        entry.refusal().ifPresent(avro::setRefusal);
        entry.until().ifPresent(avro::setUntil);
        avro.setInForce(entry.inForce());
        entry.counts().ifPresent(it -> {
            avro.setMatched(it.matched());
            avro.setChanged(it.changed());
        });
        avro.setDryRun(entry.dryRun());
        avro.setRequestedAt(entry.origin().at());
        avro.setRequestedBy(entry.origin().by());
        avro.setReason(entry.origin().why());
        return avro;
    }

    static ControlLogEntry toDomain(chatcontacts.ChatControlLog avro) {
        return new ControlLogEntry(
                avro.getId(),
                avro.getLane(),
                Optional.ofNullable(avro.getInstance()),
                avro.getVerb(),
                ControlStatus.valueOf(avro.getStatus().name()),
                avro.getAt(),
                Optional.ofNullable(avro.getBefore()),
                Optional.ofNullable(avro.getAfter()),
                Optional.ofNullable(avro.getRefusal()),
                Optional.ofNullable(avro.getUntil()),
                avro.getInForce(),
                Optional.ofNullable(avro.getMatched())
                        .flatMap(matched -> Optional.ofNullable(avro.getChanged())
                                .map(changed -> new RequestCounts(matched, changed))),
                avro.getDryRun(),
                new ControlOrigin(avro.getRequestedBy(), avro.getReason(), avro.getRequestedAt()));
    }

    private static OptionalDouble decimal(@Nullable Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    private static OptionalInt whole(@Nullable Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }
}
