/**
 * Holds the manifests below {@code k8s} to the models of Kubernetes, the Prometheus Operator and Strimzi, and to the code: they are
 * rendered by {@code kubectl kustomize}, as an installation renders them.
 */
@NullMarked
package chatcontacts.k8s;

import org.jspecify.annotations.NullMarked;
