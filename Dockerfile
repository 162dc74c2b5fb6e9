# What `mvn package` left in target, on a Java runtime. How to build and run it: src/docs/kubernetes.md.
# A release sets the digest: docker build --build-arg BASE_IMAGE=eclipse-temurin:25-jre@sha256:...
ARG BASE_IMAGE=eclipse-temurin:25-jre
FROM ${BASE_IMAGE}

# RocksDB allocates from many threads; with glibc's default of eight arenas for each core its memory does not come back.
ENV MALLOC_ARENA_MAX=2

# Arguments are read in the locale's charset: without this one, commands could not be given a name with an umlaut.
ENV LC_ALL=C.UTF-8

WORKDIR /app
# Libraries change seldom: their layer stays when only our jar is new.
COPY target/lib/ lib/
# Libraries that an installation adds, such as MSK's for IAM. They come last on the class path.
RUN mkdir lib/ext
COPY target/chat-contact-processor.jar LICENSE NOTICE ./

# Classes loaded and linked in advance: a start takes not much more than half the time. What is recorded is a start that waits for
# brokers in vain, with the collector that a pod of less than 1.8 GB gets; under G1 it is used too.
RUN timeout 25 java -XX:+UseSerialGC -XX:MaxRAMPercentage=50 -XX:+UseCompactObjectHeaders --enable-native-access=ALL-UNNAMED \
    -XX:AOTCacheOutput=/app/start.aot -cp '/app/chat-contact-processor.jar:/app/lib/ext/*' chatcontacts.app.Main run \
    --set lanes.default.region=eu-central-1 --set kafka.bootstrap.servers=localhost:9 --set schema.registry.url=http://localhost:9; \
  test -s /app/start.aot

# A number, so that Kubernetes can see that it is not root.
USER 10001:10001
EXPOSE 8080

# Half of the memory for the heap; the rest is for state, threads and code. A JVM without memory ends, and is started anew.
# No dumps: the memory holds participant tokens.
# Over these go those of the environment's JDK_JAVA_OPTIONS that name no percentage, such as -Xmx.
ENTRYPOINT ["java", \
  "-XX:MaxRAMPercentage=50", \
  "-XX:+ExitOnOutOfMemoryError", \
  "-XX:-HeapDumpOnOutOfMemoryError", \
  "-XX:-CreateCoredumpOnCrash", \
  "-XX:AOTCache=/app/start.aot", \
  "-XX:+UseCompactObjectHeaders", \
  "--enable-native-access=ALL-UNNAMED", \
  "-Djava.io.tmpdir=/tmp", \
  "-cp", "/app/chat-contact-processor.jar:/app/lib/ext/*", \
  "chatcontacts.app.Main"]
CMD ["--help"]
