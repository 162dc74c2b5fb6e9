package chatcontacts.domain.call;

import chatcontacts.domain.request.StartChat;
import java.util.concurrent.CompletionStage;

/**
 * Starts chats in one lane. Makes exactly one call per invocation: the caller decides on retries. Thread-safe; never blocks.
 */
public interface ChatStarter extends AutoCloseable {

    /**
     * Calls StartChatContact once.
     *
     * @param call the parameters
     * @param clientToken the idempotency token to send with them
     * @return completes normally with whatever came of it, on a thread of the client; completes on every path
     */
    CompletionStage<CallResult> start(StartChat call, String clientToken);

    /**
     * Whether a call could be sent at once: its credentials are there, or are known not to come, which a call then tells. Else they
     * are being fetched.
     */
    boolean isReady();

    /** The host that it calls, for people; empty if there is none. */
    String host();

    @Override
    void close();
}
