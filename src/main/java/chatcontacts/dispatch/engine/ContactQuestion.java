package chatcontacts.dispatch.engine;

/**
 * A question what became of a contact.
 *
 * @param instanceId the bare id
 * @param chatId the chat, by its first contact
 * @param contactId the contact that is asked for: the chat itself, or what it was transferred to
 * @param askedAtMs when it went out
 */
public record ContactQuestion(String lane, String instanceId, String chatId, String contactId, long askedAtMs) {}
