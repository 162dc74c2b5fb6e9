package chatcontacts.connect;

import chatcontacts.domain.call.CallResult;
import chatcontacts.domain.errors.CauseChain;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

/** The meaning of credentials that could not be had. No call was made in any of these cases. */
final class CredentialErrorMapper {

    private CredentialErrorMapper() {}

    static CallResult toAnswer(Throwable failure) {
        AwsServiceException answered = CauseChain.first(failure, AwsServiceException.class);
        if (answered != null) {
            String code = ServiceErrorMapper.code(answered).orElse("http-" + answered.statusCode());
            return ServiceErrorMapper.mayPass(answered)
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
