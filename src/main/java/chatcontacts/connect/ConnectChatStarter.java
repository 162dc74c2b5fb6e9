package chatcontacts.connect;

import chatcontacts.connect.NewerMembersInterceptor.NewerCall;
import chatcontacts.domain.call.CallResult;
import chatcontacts.domain.call.ChatStarter;
import chatcontacts.domain.errors.CauseChain;
import chatcontacts.domain.outcome.CredentialsEncryption;
import chatcontacts.domain.request.StartChat;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.services.connect.ConnectAsyncClient;
import software.amazon.awssdk.services.connect.ConnectClient;
import software.amazon.awssdk.services.connect.model.StartChatContactRequest;

/**
 * Starts chats with the SDK's asynchronous client. A call completes within its timeout, or twice that if credentials have to be
 * fetched first.
 */
public final class ConnectChatStarter implements ChatStarter {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectChatStarter.class);

    private final AtomicBoolean unknown429Told = new AtomicBoolean();
    private final ConnectAsyncClient client;
    private final SdkAsyncHttpClient http;
    private final LaneCredentials credentials;
    private final Executor calls;
    private final CredentialsEncryption encryption;

    /**
     * @param calls runs the SDK's part of a call, which takes 0.1 ms or more: too much for a stream thread
     * @param encryption of what opens a chat, done on the thread of the client that completes the call
     */
    ConnectChatStarter(
            ConnectAsyncClient client,
            SdkAsyncHttpClient http,
            LaneCredentials credentials,
            Executor calls,
            CredentialsEncryption encryption) {
        this.calls = calls;
        this.encryption = encryption;
        this.client = client;
        this.http = http;
        this.credentials = credentials;
    }

    ConnectAsyncClient client() {
        return client;
    }

    SdkAsyncHttpClient http() {
        return http;
    }

    LaneCredentials credentials() {
        return credentials;
    }

    /** The Region that it calls. */
    public String region() {
        return client.serviceClientConfiguration().region().id();
    }

    @Override
    public boolean isReady() {
        return credentials.areSettled();
    }

    @Override
    public String host() {
        URI endpoint = client.serviceClientConfiguration()
                .endpointOverride()
                .orElseGet(() -> ConnectClient.serviceMetadata()
                        .endpointFor(client.serviceClientConfiguration().region()));
        String host = endpoint.getHost() == null ? endpoint.getPath() : endpoint.getHost();
        return endpoint.getPort() < 0 ? host : host + ":" + endpoint.getPort();
    }

    @Override
    public CompletionStage<CallResult> start(StartChat call, String clientToken) {
        return credentials
                .current()
                .thenComposeAsync(identity -> send(call, clientToken, identity), calls)
                // send() never fails, so the credentials failed, or this starter is closed.
                .exceptionally(CredentialErrorMapper::toResult)
                .minimalCompletionStage();
    }

    /**
     * Never fails, never throws. A call that was given a connection which the other end, or an abandoned call, has closed was not sent:
     * it is sent once more at once and costs the request no attempt.
     */
    private CompletableFuture<CallResult> send(StartChat call, String clientToken, AwsCredentials identity) {
        return sendOnce(call, clientToken, identity)
                .thenCompose(result -> ConnectionErrorMapper.isClosedConnection(result)
                        ? sendOnce(call, clientToken, identity)
                        : CompletableFuture.completedFuture(result));
    }

    private CompletableFuture<CallResult> sendOnce(StartChat call, String clientToken, AwsCredentials identity) {
        AtomicBoolean begun = new AtomicBoolean();
        try {
            Optional<NewerCall> newer = NewerMembers.of(call).map(NewerCall::new);
            StartChatContactRequest request = StartChatRequests.of(call, clientToken).toBuilder()
                    .overrideConfiguration(config -> {
                        config.credentialsProvider(StaticCredentialsProvider.create(identity))
                                .putExecutionAttribute(TransmissionInterceptor.BEGUN, begun);
                        newer.ifPresent(it -> config.putExecutionAttribute(NewerMembersInterceptor.CALL, it));
                    })
                    .build();
            return client.startChatContact(request)
                    .thenApply(response -> CallResultMapper.toResult(
                            response, newer.map(NewerCall::response).orElse(NewerResponseMembers.NONE), encryption))
                    .exceptionally(failure -> {
                        noteUnknown429(failure);
                        return CallResultMapper.toResult(failure, begun.get());
                    });
        } catch (RuntimeException | Error e) {
            return CompletableFuture.completedFuture(CallResultMapper.toResult(e, begun.get()));
        }
    }

    private void noteUnknown429(Throwable failure) {
        AwsServiceException error = CauseChain.first(failure, AwsServiceException.class);
        if (error != null && error.statusCode() == 429 && !ServiceErrorMapper.isKnown429(error)) {
            if (unknown429Told.compareAndSet(false, true)) {
                LOG.atWarn()
                        .addKeyValue("errorCode", ServiceErrorMapper.code(error).orElse("none"))
                        .log(
                                "Amazon Connect answers 429 with an unknown error; it is taken for the API's rate, and the lane"
                                        + " slows down. Told once");
            }
        }
    }

    @Override
    public void close() {
        credentials.close();
        client.close();
        http.close();
    }
}
