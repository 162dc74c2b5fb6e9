package chatcontacts.app.health;

/**
 * Something that should move at this moment and does not, for no reason that is known.
 *
 * @param subject what it is, such as {@code lane blue}
 * @param problem how that shows; completes "since TIME"
 * @param mark changes when it moves
 */
record Stall(String subject, String problem, Object mark) {}
