package chatcontacts.dispatch.engine;

import chatcontacts.domain.control.ControlLogEntry;
import chatcontacts.domain.outcome.Result;
import chatcontacts.domain.request.RequestId;
import chatcontacts.domain.request.StartChat;
import chatcontacts.wire.DeadLetter;
import chatcontacts.wire.DispatchMessage;
import chatcontacts.wire.DispatchMessage.Request;
import chatcontacts.wire.Original;

/** What the engine does to the world. Called on the stream thread, inside a step. */
public interface EngineEffects {

    /** Publishes a result, with the headers of the record that it answers. */
    void result(Result result, Original original);

    /** Publishes a dead letter. */
    void deadLetter(DeadLetter letter);

    /** Publishes what became of a command of an operator. */
    void control(ControlLogEntry entry);

    /** Sends a message to a lane, over the dispatch topic. */
    void send(String lane, DispatchMessage message);

    /**
     * Sends a fence to a lane, over each topic that its owner reads: once all have come back, it has read whatever lay there before.
     *
     * @return how many will come back
     */
    int fence(String lane, long nonce);

    /** Whether a call of that lane would be sent at once. Until it would, none is admitted, and none takes a token of the rate. */
    boolean readyToCall(String lane);

    /**
     * Calls Connect once; the result comes back as a {@link CompletedCall} with the same lane, id and number.
     *
     * @param number distinguishes this call from every other that the same engine made
     * @param call the request's parameters
     * @param attempt 1 for the first that counts
     */
    void call(String lane, RequestId id, long number, StartChat call, Request request, int attempt);

    /** Asks Connect what became of a contact; the answer comes back with the same question. */
    void lookUp(ContactQuestion question);

    /**
     * Asks for a commit: what was done in this step is to be durable in about that time.
     *
     * @param ms 0: as soon as the step is over
     */
    void commitWithin(long ms);
}
