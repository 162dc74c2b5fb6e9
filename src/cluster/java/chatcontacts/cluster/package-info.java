/**
 * The manifests on a real Kubernetes: one whose nodes are simulated, for what the API and the controllers do with them, and one whose node
 * runs pods. See src/docs/testing.md.
 */
@NullMarked
package chatcontacts.cluster;

import org.jspecify.annotations.NullMarked;
