package chatcontacts.connect;

import chatcontacts.domain.call.CallResult;
import chatcontacts.domain.call.CallResult.AccessDenied;
import chatcontacts.domain.call.CallResult.CredentialsRejected;
import chatcontacts.domain.call.CallResult.QuotaFull;
import chatcontacts.domain.call.CallResult.Rejected;
import chatcontacts.domain.call.CallResult.Throttled;
import chatcontacts.domain.call.CallResult.Unanswered;
import chatcontacts.domain.call.CallResult.Unavailable;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.connect.model.InvalidRequestException;

/**
 * Maps an error response of AWS to a {@link CallResult}, by its code and status. Never by the exception's class: Connect spells its
 * codes in several ways, and the SDK maps some of them to the service's base class.
 */
final class ServiceErrorMapper {

    /** Codes without the suffix "Exception", which is optional. */
    private static final Set<String> QUOTA = Set.of("LimitExceeded", "ServiceQuotaExceeded");

    private static final Set<String> THROTTLING = Set.of(
            "TooManyRequests",
            "Throttling",
            "Throttled",
            "RequestThrottled",
            "RequestLimitExceeded",
            "BandwidthLimitExceeded",
            "SlowDown");

    /** Errors of signatures and accounts: they affect all requests of the lane. */
    private static final Set<String> CREDENTIALS = Set.of(
            "UnrecognizedClient",
            "InvalidClientTokenId",
            "InvalidAccessKeyId",
            "InvalidSignature",
            "SignatureDoesNotMatch",
            "IncompleteSignature",
            "MissingAuthenticationToken",
            "InvalidToken",
            "InvalidIdentityToken",
            "ExpiredToken",
            "TokenRefreshRequired",
            "RequestExpired",
            "RequestTimeTooSkewed",
            "AuthFailure",
            "OptInRequired",
            "SubscriptionRequired");

    private static final Set<String> ACCESS = Set.of("AccessDenied", "NotAuthorized", "UnauthorizedOperation");

    private static final Pattern PRINTABLE_CODE = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    /** A quota of chats that is told by the text of a 429 alone, whatever its type. */
    private static final Pattern QUOTA_TEXT =
            Pattern.compile("service[ _-]?quota[ _-]?exceeded", Pattern.CASE_INSENSITIVE);

    /** The instance is active in its other Region: its requests wait until it is here again, or an operator moves them. */
    private static final String OTHER_REGION = "InvalidActiveRegion";

    private ServiceErrorMapper() {}

    /** Whether a 429 is known by its type or its text; of any other it is a guess that it means the rate. */
    static boolean isKnown429(AwsServiceException error) {
        String stem = stem(code(error).orElse(""));
        return QUOTA.contains(stem) || THROTTLING.contains(stem) || namesQuota(error);
    }

    private static boolean namesQuota(AwsServiceException error) {
        AwsErrorDetails details = error.awsErrorDetails();
        if (details == null) {
            return false;
        }
        String message = String.valueOf(details.errorMessage());
        String body = details.rawResponse() == null ? "" : details.rawResponse().asUtf8String();
        return QUOTA_TEXT.matcher(message).find() || QUOTA_TEXT.matcher(body).find();
    }

    static CallResult toResult(AwsServiceException error, Optional<String> requestId) {
        int status = error.statusCode();
        Optional<String> named = code(error);
        String code = named.orElse("http-" + status);
        String stem = stem(code);
        if (CREDENTIALS.contains(stem)) {
            return new CredentialsRejected(code, requestId);
        }
        if (QUOTA.contains(stem) || status == 402 || (status == 429 && namesQuota(error))) {
            return new QuotaFull(code, requestId);
        }
        if (THROTTLING.contains(stem) || status == 429) {
            return new Throttled(code, requestId, THROTTLING.contains(stem));
        }
        if (ACCESS.contains(stem) || OTHER_REGION.equals(stem)) {
            return new AccessDenied(code, requestId);
        }
        return byStatus(status, code + reason(error), named.isPresent(), requestId);
    }

    /** What an InvalidRequestException says besides: a code of its own, behind a dot; empty where there is none. */
    private static String reason(AwsServiceException error) {
        if (!(error instanceof InvalidRequestException invalid) || invalid.reason() == null) {
            return "";
        }
        return invalid.reason().sdkFields().stream()
                .map(field -> field.getValueOrDefault(invalid.reason()))
                .filter(value -> value instanceof String code
                        && PRINTABLE_CODE.matcher(code).matches())
                .map(code -> "." + code)
                .findFirst()
                .orElse("");
    }

    private static CallResult byStatus(int status, String code, boolean named, Optional<String> requestId) {
        if (status == 504 && !named) {
            // From a gateway that timed out waiting for Connect, so this is as good as our own timeout.
            return new Unanswered(code, requestId);
        }
        return switch (status) {
            // A proxy or Connect requires authentication: this request is not to blame.
            case 401, 407 -> new CredentialsRejected(code, requestId);
            case 403 -> new AccessDenied(code, requestId);
            // The request did not arrive in time, so it had no effect.
            case 408 -> new Unavailable(code, requestId);
            default -> byClass(status / 100, code, requestId);
        };
    }

    private static CallResult byClass(int hundreds, String code, Optional<String> requestId) {
        return switch (hundreds) {
            case 4 -> new Rejected(code, requestId);
            // Connect does not redirect, so another server answered: nothing was started.
            case 3, 5 -> new Unavailable(code, requestId);
            // Not a valid HTTP status.
            default -> new Unanswered(code, requestId);
        };
    }

    /** Whether an error of the credentials service is temporary, so that no person has to act. */
    static boolean isTemporary(AwsServiceException error) {
        String stem = stem(code(error).orElse(""));
        return error.statusCode() >= 500 || error.statusCode() == 429 || THROTTLING.contains(stem);
    }

    /** The code as received, without {@code :http...}. Empty if there is none, or if it is not printable. */
    static Optional<String> code(AwsServiceException error) {
        AwsErrorDetails details = error.awsErrorDetails();
        if (details == null || details.errorCode() == null) {
            return Optional.empty();
        }
        String code = details.errorCode();
        int suffix = code.indexOf(':');
        String bare = suffix < 0 ? code : code.substring(0, suffix);
        return Optional.of(bare).filter(text -> PRINTABLE_CODE.matcher(text).matches());
    }

    private static String stem(String code) {
        return code.endsWith("Exception") ? code.substring(0, code.length() - "Exception".length()) : code;
    }
}
