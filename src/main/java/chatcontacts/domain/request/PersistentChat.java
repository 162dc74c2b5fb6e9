package chatcontacts.domain.request;

import java.util.Optional;

/**
 * Continues a former chat.
 *
 * @param rehydrationType ENTIRE_PAST_SESSION or FROM_SEGMENT
 * @param sourceContactId the contact to continue; Connect's model has it optional, the call fails without it
 */
public record PersistentChat(Optional<String> rehydrationType, Optional<String> sourceContactId) {}
