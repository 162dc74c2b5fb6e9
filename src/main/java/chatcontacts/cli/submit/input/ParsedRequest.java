package chatcontacts.cli.submit.input;

import chatcontacts.domain.request.DecodedRequest;
import chatcontacts.domain.request.Fault;
import java.util.List;

/** What became of a document. */
public sealed interface ParsedRequest {

    /** A request that breaks no rule. */
    record Sound(DecodedRequest request) implements ParsedRequest {}

    /** Everything that is wrong with it. */
    record Faulty(List<Fault> faults) implements ParsedRequest {}
}
