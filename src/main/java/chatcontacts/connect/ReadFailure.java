package chatcontacts.connect;

import chatcontacts.domain.call.CallResult;
import chatcontacts.domain.errors.CauseChain;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Why AWS did not say what was read.
 *
 * @param cause an error code of AWS, or the name of an exception
 * @param denied whether the credentials have no right to read it
 */
record ReadFailure(String cause, boolean denied) {

    static ReadFailure of(Throwable failure) {
        AwsServiceException error = CauseChain.first(failure, AwsServiceException.class);
        if (error == null) {
            return new ReadFailure(CauseChain.root(failure).getClass().getSimpleName(), false);
        }
        CallResult result = ServiceErrorMapper.toResult(error, Optional.empty());
        String code = ServiceErrorMapper.code(error).orElse("http-" + error.statusCode());
        return new ReadFailure(code, result instanceof CallResult.AccessDenied);
    }
}
