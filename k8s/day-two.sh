#!/usr/bin/env bash
# What is done with an installation that runs: src/docs/day-two.md says when. Needs kubectl alone. SimulatedNodesIT rehearses it.
#
# usage: day-two.sh NAMESPACE upgrade OVERLAY   applies it, and waits until every pod runs it
#        day-two.sh NAMESPACE rollback          to the previous image and settings
#        day-two.sh NAMESPACE grow SIZE OVERLAY grows the volumes where they are, then applies the overlay, which asks for that size
#        day-two.sh NAMESPACE volumes OVERLAY   applies it with another volumeClaimTemplate; each pod in turn gets a new, empty volume
#        day-two.sh NAMESPACE reset OVERLAY     DISCARDS what waits and what is remembered, then applies it
#
# For reset, in the environment: KAFKA_IMAGE, BOOTSTRAP_SERVERS; where they are not the default, APPLICATION_ID, DISPATCH_TOPIC and
# DISPATCH_CONTROL_TOPIC; with secured brokers, CLIENT_SECRET, a Secret whose key client.properties has the settings of a client that may reset.
set -euo pipefail

name=chat-contact-processor
timeout=${TIMEOUT:-15m}

kube() { kubectl --namespace "$namespace" "$@"; }
apply() { kube apply --server-side --force-conflicts -k "$1"; } # who scaled by hand owns the number of replicas
rolled_out() { kube rollout status "statefulset/$name" --timeout "$timeout"; }
pods() { kube get pods -l "app.kubernetes.io/name=$name,app.kubernetes.io/component=service" -o name | sort -r -V; }
claims() { kube get persistentvolumeclaims -l "app.kubernetes.io/name=$name" -o name; }

# A StatefulSet's volumeClaimTemplates cannot be changed: the set is made anew, and its pods stay.
replace_set() {
  kube delete statefulset "$name" --cascade=orphan --ignore-not-found
  apply "$1"
}

# await_new POD UID: until the pod of that name is another one, and ready
await_new() {
  local deadline=$((SECONDS + 900))
  until [ "$(kube get "$1" -o 'jsonpath={.metadata.uid} {.status.conditions[?(@.type=="Ready")].status}' 2> /dev/null | sed "s/^$2 .*//; s/.* //")" = True ]; do
    [ "$SECONDS" -lt "$deadline" ] || { echo "$1 is not ready" >&2; return 1; }
    sleep 1
  done
}

upgrade() { apply "$1" && rolled_out; }

rollback() { kube rollout undo "statefulset/$name" && rolled_out; }

grow() {
  local claim class
  for claim in $(claims); do
    class=$(kube get "$claim" -o 'jsonpath={.spec.storageClassName}')
    [ "$(kube get storageclass "$class" -o 'jsonpath={.allowVolumeExpansion}')" = true ] ||
      { echo "volumes of the class $class cannot grow: use \"volumes\"" >&2; return 1; }
  done
  for claim in $(claims); do
    kube patch "$claim" --patch "{\"spec\": {\"resources\": {\"requests\": {\"storage\": \"$1\"}}}}"
  done
  replace_set "$2"
}

volumes() {
  local pod uid
  replace_set "$1"
  for pod in $(pods); do
    uid=$(kube get "$pod" -o 'jsonpath={.metadata.uid}')
    kube delete "persistentvolumeclaim/state-${pod#pod/}" --wait=false
    kube delete "$pod"
    await_new "$pod" "$uid"
  done
}

reset() {
  : "${KAFKA_IMAGE:?}" "${BOOTSTRAP_SERVERS:?}"
  kube scale "statefulset/$name" --replicas=0
  kube wait --for=delete pod -l "app.kubernetes.io/name=$name,app.kubernetes.io/component=service" --timeout "$timeout"
  kube delete job "$name-reset" --ignore-not-found
  reset_job | kube create -f -
  # The tool refuses while brokers still count a pod as a member, 15 s after its end: then the Job tries again.
  kube wait --for=condition=complete "job/$name-reset" --timeout "$timeout" ||
    { kube logs "job/$name-reset"; return 1; }
  apply "$1" && rolled_out
}

reset_job() {
  local options='' mounts='' volumes=''
  if [ -n "${CLIENT_SECRET:-}" ]; then
    options=', --config-file, /run/secrets/reset/client.properties'
    mounts='volumeMounts: [{name: client, mountPath: /run/secrets/reset, readOnly: true}]'
    volumes="volumes: [{name: client, secret: {secretName: $CLIENT_SECRET}}]"
  fi
  cat << END
apiVersion: batch/v1
kind: Job
metadata:
  name: $name-reset
spec:
  backoffLimit: 6
  ttlSecondsAfterFinished: 86400
  template:
    metadata:
      labels: {app.kubernetes.io/name: $name, app.kubernetes.io/component: reset}
    spec:
      automountServiceAccountToken: false
      enableServiceLinks: false
      restartPolicy: Never
      securityContext: {runAsNonRoot: true, runAsUser: 1000, fsGroup: 1000, seccompProfile: {type: RuntimeDefault}}
      containers:
        - name: reset
          image: $KAFKA_IMAGE
          command: [/opt/kafka/bin/kafka-streams-application-reset.sh]
          args: [--bootstrap-server, "$BOOTSTRAP_SERVERS", --application-id, "${APPLICATION_ID:-$name}-dispatch",
            --input-topics, "${DISPATCH_TOPIC:-chat-dispatch},${DISPATCH_CONTROL_TOPIC:-chat-dispatch-control}", --to-latest$options]
          resources: {requests: {cpu: 100m, memory: 512Mi}, limits: {memory: 512Mi}}
          securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
          $mounts
      $volumes
END
}

namespace=${1:-} step=${2:-}
case "$step:$#" in
  rollback:2) rollback ;;
  upgrade:3 | volumes:3 | reset:3) "$step" "$3" ;;
  grow:4) grow "$3" "$4" ;;
  *) sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
