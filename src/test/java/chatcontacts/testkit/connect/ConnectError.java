package chatcontacts.testkit.connect;

import java.util.Arrays;

/**
 * The errors that a StartChatContact call is known to be answered with: HTTP status and error code. Names and statuses are
 * those of the public API model and of AWS's common errors; the three spellings of throttling have all been seen.
 */
public enum ConnectError {
    INVALID_REQUEST(400, "InvalidRequestException"),
    INVALID_PARAMETER(400, "InvalidParameterException"),
    SERIALIZATION(400, "SerializationException"),
    SERVICE_QUOTA_EXCEEDED(402, "ServiceQuotaExceededException"),
    ACCESS_DENIED(403, "AccessDeniedException"),
    UNRECOGNIZED_CLIENT(403, "UnrecognizedClientException"),
    EXPIRED_TOKEN(403, "ExpiredTokenException"),
    INVALID_SIGNATURE(403, "InvalidSignatureException"),
    MISSING_AUTHENTICATION(403, "MissingAuthenticationTokenException"),
    RESOURCE_NOT_FOUND(404, "ResourceNotFoundException"),
    UNKNOWN_OPERATION(404, "UnknownOperationException"),
    LIMIT_EXCEEDED(429, "LimitExceededException"),
    TOO_MANY_REQUESTS(429, "TooManyRequests"),
    TOO_MANY_REQUESTS_EXCEPTION(429, "TooManyRequestsException"),
    THROTTLING(429, "ThrottlingException"),
    INTERNAL_SERVICE(500, "InternalServiceException"),
    SERVICE_UNAVAILABLE(503, "ServiceUnavailableException");

    private final int status;
    private final String code;

    ConnectError(int status, String code) {
        this.status = status;
        this.code = code;
    }

    public int status() {
        return status;
    }

    /** The error code as the service writes it. */
    public String code() {
        return code;
    }

    /** Whether this is one of the spellings of "the API rate is exceeded". */
    public boolean isThrottling() {
        return this == TOO_MANY_REQUESTS || this == TOO_MANY_REQUESTS_EXCEPTION || this == THROTTLING;
    }

    /**
     * The error of that code.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static ConnectError ofCode(String code) {
        return Arrays.stream(values())
                .filter(error -> error.code.equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no Connect error has the code " + code));
    }
}
