package chatcontacts.connect;

import chatcontacts.domain.call.Answer;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

/** The meaning of credentials that could not be had. No call was made in any of these cases. */
final class CredentialFaults {

    private CredentialFaults() {}

    static Answer toAnswer(Throwable failure) {
        AwsServiceException answered = Causes.first(failure, AwsServiceException.class);
        if (answered != null) {
            String code = ServiceErrors.code(answered).orElse("http-" + answered.statusCode());
            return ServiceErrors.mayPass(answered)
                    ? new Answer.Unavailable(code, Optional.empty())
                    : new Answer.CredentialsRefused(code, Optional.empty());
        }
        if (Causes.has(failure, RejectedExecutionException.class)) {
            return new Answer.Unavailable("closed", Optional.empty());
        }
        if (Causes.has(failure, IOException.class)
                || Causes.has(failure, TimeoutException.class)
                || Causes.has(failure, ApiCallTimeoutException.class)) {
            return new Answer.Unavailable("credentials-unreachable", Optional.empty());
        }
        return new Answer.CredentialsRefused("credentials-missing", Optional.empty());
    }
}
