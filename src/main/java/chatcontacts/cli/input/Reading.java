package chatcontacts.cli.input;

import chatcontacts.domain.request.ChatRequest;
import chatcontacts.domain.request.Fault;
import java.util.List;

/** What became of a document. */
public sealed interface Reading {

    /** A request that breaks no rule. */
    record Sound(ChatRequest request) implements Reading {}

    /** Everything that is wrong with it. */
    record Faulty(List<Fault> faults) implements Reading {}
}
