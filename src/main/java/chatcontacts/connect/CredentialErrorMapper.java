package chatcontacts.connect;

import chatcontacts.domain.call.CallResult;
import chatcontacts.domain.errors.CauseChain;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

/** Maps a failure to get credentials to a {@link CallResult}. No call was made in any of these cases. */
final class CredentialErrorMapper {

    private CredentialErrorMapper() {}

    static CallResult toResult(Throwable failure) {
        AwsServiceException serviceError = CauseChain.first(failure, AwsServiceException.class);
        if (serviceError != null) {
            String code = ServiceErrorMapper.code(serviceError).orElse("http-" + serviceError.statusCode());
            return ServiceErrorMapper.isTemporary(serviceError)
                    ? new CallResult.Unavailable(code, Optional.empty())
                    : new CallResult.CredentialsRejected(code, Optional.empty());
        }
        if (CauseChain.has(failure, RejectedExecutionException.class)) {
            return new CallResult.Unavailable("closed", Optional.empty());
        }
        if (CauseChain.has(failure, IOException.class)
                || CauseChain.has(failure, TimeoutException.class)
                || CauseChain.has(failure, ApiCallTimeoutException.class)) {
            return new CallResult.Unavailable("credentials-unreachable", Optional.empty());
        }
        return new CallResult.CredentialsRejected("credentials-missing", Optional.empty());
    }
}
