package chatcontacts.dispatch;

import chatcontacts.domain.outcome.Result;
import chatcontacts.domain.request.RequestId;
import chatcontacts.domain.request.StartChat;
import chatcontacts.wire.DeadLetter;
import chatcontacts.wire.Original;

/** What the engine does to the world. Called on the stream thread, inside a step. */
interface Outbox {

    /** Publishes a result, with the headers of the record that it answers. */
    void result(Result result, Original original);

    /** Publishes a dead letter. */
    void deadLetter(DeadLetter letter);

    /**
     * Calls Connect once; the answer comes back as a {@link Delivery} with the same lane, id and number.
     *
     * @param number distinguishes this call from every other that the same engine made
     */
    void call(String lane, RequestId id, long number, StartChat call, String clientToken);

    /** Asks for a commit as soon as this step is over. */
    void commitSoon();
}
