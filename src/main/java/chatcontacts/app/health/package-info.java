/**
 * Health checks, the startup gate, and the liveness watchdog: whether the process may get traffic, whether it makes
 * progress, and when it must be restarted.
 */
@NullMarked
package chatcontacts.app.health;

import org.jspecify.annotations.NullMarked;
