# What `mvn package` left in target, on a Java runtime. How to build and run it: src/docs/kubernetes.md.
# A release sets the digest: docker build --build-arg BASE_IMAGE=eclipse-temurin:25-jre@sha256:...
ARG BASE_IMAGE=eclipse-temurin:25-jre
FROM ${BASE_IMAGE} AS service

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

# Classes loaded and linked in advance, and what the compiler has to know of them: a start takes not much more than half the time, and the
# first minute is nearly as fast as the next. Recorded while the service handles requests, from a broker and a simulated Connect of its
# own, with the collector that a pod of less than 1.8 GB gets; under G1 the cache is used too.
FROM service AS training
COPY target/training-lib/ /training/lib/
COPY target/test-classes/ /training/classes/
RUN java -Xmx512m -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED \
    -cp '/training/classes:/app/chat-contact-processor.jar:/training/lib/*' chatcontacts.local.TrainingRun --cache /training/start.aot -- \
    -XX:+UseSerialGC -XX:MaxRAMPercentage=45 -XX:+UseCompactObjectHeaders \
    -cp '/app/chat-contact-processor.jar:/app/lib/ext/*'

FROM service
COPY --from=training /training/start.aot ./

# A number, so that Kubernetes can see that it is not root.
USER 10001:10001
EXPOSE 8080

# Less than half of the memory for the heap; the rest is for state, threads and code. A JVM without memory ends, and is started anew.
# No dumps: the memory holds participant tokens.
# It begins with room for the objects in the cache: a 64th of a small container's memory, the default, has none, and such a JVM does not start.
# The optimizing compiler gets less to do (src/docs/decisions/0067-the-compiler-takes-less.md).
# Over these go those of the environment's JDK_JAVA_OPTIONS that name no percentage, such as -Xmx.
ENTRYPOINT ["java", \
  "-XX:MaxRAMPercentage=45", \
  "-Xms32m", \
  "-XX:+ExitOnOutOfMemoryError", \
  "-XX:-HeapDumpOnOutOfMemoryError", \
  "-XX:-CreateCoredumpOnCrash", \
  "-XX:AOTCache=/app/start.aot", \
  "-XX:+UseCompactObjectHeaders", \
  "-XX:MaxInlineLevel=9", \
  "-XX:FreqInlineSize=150", \
  "-XX:InlineSmallCode=1200", \
  "-XX:Tier4InvocationThreshold=25000", \
  "-XX:Tier4MinInvocationThreshold=3000", \
  "-XX:Tier4CompileThreshold=75000", \
  "--enable-native-access=ALL-UNNAMED", \
  "-Djava.io.tmpdir=/tmp", \
  "-cp", "/app/chat-contact-processor.jar:/app/lib/ext/*", \
  "chatcontacts.app.Main"]
CMD ["--help"]
