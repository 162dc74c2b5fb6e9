package chatcontacts.app.health;

/**
 * Something that makes no progress, for no known reason.
 *
 * @param subject what it is, such as {@code lane blue}
 * @param problem how it shows; continued by "since TIME"
 * @param mark changes when there is progress
 */
record Stall(String subject, String problem, Object mark) {}
