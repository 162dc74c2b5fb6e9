package chatcontacts.connect;

import chatcontacts.domain.call.CallResult;
import chatcontacts.domain.call.ContactLookup;
import chatcontacts.domain.call.LookupResult;
import chatcontacts.domain.call.LookupResult.HasEnded;
import chatcontacts.domain.call.LookupResult.LookupDenied;
import chatcontacts.domain.call.LookupResult.LookupFailed;
import chatcontacts.domain.call.LookupResult.LookupThrottled;
import chatcontacts.domain.call.LookupResult.StillActive;
import chatcontacts.domain.errors.CauseChain;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.connect.ConnectAsyncClient;
import software.amazon.awssdk.services.connect.model.Contact;

/** Asks Amazon Connect for contacts, with the client and the credentials of a lane's starter. Needs the right {@value #ACTION}. */
final class ConnectContactLookup implements ContactLookup {

    static final String ACTION = "connect:DescribeContact";

    private static final Logger LOG = LoggerFactory.getLogger(ConnectContactLookup.class);

    private final String lane;
    private final ConnectAsyncClient client;
    private final LaneCredentials credentials;
    private final Executor calls;
    private final AtomicBoolean denialTold = new AtomicBoolean();

    ConnectContactLookup(String lane, ConnectAsyncClient client, LaneCredentials credentials, Executor calls) {
        this.lane = lane;
        this.client = client;
        this.credentials = credentials;
        this.calls = calls;
    }

    @Override
    public CompletionStage<LookupResult> lookUp(String instanceId, String contactId) {
        return credentials
                .current()
                .thenComposeAsync(
                        identity -> client.describeContact(request -> request.instanceId(instanceId)
                                .contactId(contactId)
                                .overrideConfiguration(config ->
                                        config.credentialsProvider(StaticCredentialsProvider.create(identity)))),
                        calls)
                .handle((response, failure) -> failure == null ? toResult(response.contact()) : toResult(failure))
                .minimalCompletionStage();
    }

    private static LookupResult toResult(Contact contact) {
        if (contact == null) {
            return new LookupFailed("no contact");
        }
        return contact.disconnectTimestamp() == null
                ? new StillActive()
                : new HasEnded(Optional.of(contact.disconnectTimestamp()));
    }

    private LookupResult toResult(Throwable failure) {
        AwsServiceException error = CauseChain.first(failure, AwsServiceException.class);
        if (error == null) {
            return new LookupFailed(CauseChain.root(failure).getClass().getSimpleName());
        }
        String code = ServiceErrorMapper.code(error).orElse("http-" + error.statusCode());
        if (code.startsWith("ResourceNotFound")) {
            return new HasEnded(Optional.empty());
        }
        return switch (ServiceErrorMapper.toResult(error, Optional.empty())) {
            case CallResult.Throttled it -> new LookupThrottled();
            case CallResult.AccessDenied it -> {
                tellOnce(it.errorCode());
                yield new LookupDenied(it.errorCode());
            }
            default -> new LookupFailed(code);
        };
    }

    private void tellOnce(String errorCode) {
        if (denialTold.compareAndSet(false, true)) {
            LOG.atWarn()
                    .addKeyValue("lane", lane)
                    .addKeyValue("errorCode", errorCode)
                    .log("Doubtful chats cannot be asked for: reconciliation of the lane is off. Allow " + ACTION
                            + ", or set reconciliation.share to 0. Told once");
        }
    }
}
