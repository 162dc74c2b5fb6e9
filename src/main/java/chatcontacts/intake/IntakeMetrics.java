package chatcontacts.intake;

import chatcontacts.domain.outcome.DeadLetterCause;
import chatcontacts.wire.DispatchMessage.ChatSeen;
import chatcontacts.wire.UnreadRecords;
import java.time.Instant;

/** Counts what intake does. Called on stream threads, by several at once; must not block or throw. */
public interface IntakeMetrics {

    /** The inputs. Records of all but the first are skipped when they are of no use. */
    enum Input {
        REQUEST,
        CONTACT_EVENT,
        CANCELLATION,
        CONTROL
    }

    /** Why a record was skipped. */
    enum Skip {
        /** The record has no value. */
        NULL,
        /** It cannot be read, or lacks what names its chat or request. */
        UNREADABLE,
        /** An event of something else: another detail-type or source, or an event type that says nothing of open or ended. */
        OTHER_EVENT,
        /** A record of another type on a request topic that is shared, where {@code requests.other.types} is skip. */
        OTHER_TYPE,
        /** An event of a call, task or mail. */
        NOT_CHAT,
        /** The instance is not configured and unlisted instances are rejected, or no lane serves its Region and account. */
        UNKNOWN_INSTANCE,
        /** The chat is active in a Region of its instance that no lane serves. */
        ACTIVE_REGION_NOT_SERVED,
        /** Contact events of that instance are switched off. */
        EVENTS_OFF
    }

    /** A request went to dispatch. */
    void accepted();

    /** A record of the request topic became a dead letter. */
    void rejected(DeadLetterCause cause, Instant failedAt);

    /** A contact event went to dispatch. */
    void contactEvent(ChatSeen.Kind kind);

    /** A cancellation went to dispatch. */
    void cancellation();

    /** A command of an operator went to dispatch. */
    void control();

    /** That many records were not read, since reading them would do harm. */
    void unread(Input input, UnreadRecords.UnreadCause cause, int records);

    /** A record went nowhere. */
    void skipped(Input input, Skip reason);
}
