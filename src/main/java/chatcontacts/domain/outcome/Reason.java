package chatcontacts.domain.outcome;

/** Why a request failed: a closed list, part of the contract with producers and with those who redrive. */
public enum Reason {
    /** The record could not be decoded as a chat request. */
    MALFORMED,
    /** A documented rule of the request is broken: no call was made. */
    INVALID,
    /** The instance is not configured and unlisted instances are rejected. */
    UNKNOWN_INSTANCE,
    /** The client token was already used for different content. */
    TOKEN_REUSED,
    /** Connect rejected the request permanently. */
    REJECTED,
    /** The deadline passed before the chat could be started. */
    EXPIRED,
    /** Transient faults outlasted every attempt. */
    RETRIES_EXHAUSTED,
    /** The request was cancelled. */
    CANCELLED,
    /** The request failed while a call of it was unanswered: the chat may exist, a person should look. */
    UNCERTAIN
}
