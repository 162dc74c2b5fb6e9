package chatcontacts.domain.control;

import java.time.Instant;

/**
 * Where a command comes from.
 *
 * @param by who gave it
 * @param why the reason that was given
 * @param at when
 */
public record ControlOrigin(String by, String why, Instant at) {}
