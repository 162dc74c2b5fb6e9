/** Metrics: what the service counts and measures, kept by Micrometer and written for Prometheus. */
@NullMarked
package chatcontacts.app.metrics;

import org.jspecify.annotations.NullMarked;
