package chatcontacts.cli.submit.input;

import chatcontacts.domain.request.DecodedRequest;
import chatcontacts.domain.request.Fault;
import java.util.List;

/** What a document was read as. */
public sealed interface ParsedRequest {

    /** A request that breaks no rule. */
    record Sound(DecodedRequest request) implements ParsedRequest {}

    /** All its faults. */
    record Faulty(List<Fault> faults) implements ParsedRequest {}
}
