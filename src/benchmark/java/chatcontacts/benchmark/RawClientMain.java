package chatcontacts.benchmark;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import software.amazon.awssdk.services.connect.ConnectAsyncClient;
import software.amazon.awssdk.services.connect.model.StartChatContactRequest;

/**
 * What the AWS SDK does by itself, without Kafka: the limit of the machine. Arguments: endpoint, calls in flight, calls to warm
 * up with, calls to measure, calls a second (0: as fast as it goes). Prints one line of {@code name=value} pairs.
 */
final class RawClientMain {

    private final ConnectAsyncClient client;
    private final Semaphore slots;

    private RawClientMain(String endpoint, int inFlight) {
        this.slots = new Semaphore(inFlight);
        this.client = SdkCalls.client(endpoint, inFlight);
    }

    public static void main(String[] args) throws InterruptedException {
        var raw = new RawClientMain(args[0], Integer.parseInt(args[1]));
        int warmUp = Integer.parseInt(args[2]);
        raw.run("warm-up-", warmUp, 0);
        long cpu = cpuNanos();
        int calls = Integer.parseInt(args[3]);
        long startNanos = System.nanoTime();
        long[] nanos = raw.run("call-", calls, Double.parseDouble(args[4]));
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        var latencies = new Percentiles(nanos);
        System.out.printf(
                Locale.ROOT,
                "perSecond=%.1f p50=%.1f p99=%.1f cpu=%.3f%n",
                calls / seconds,
                latencies.millis(50),
                latencies.millis(99),
                (cpuNanos() - cpu) / 1e6 / calls);
        System.exit(0);
    }

    private static long cpuNanos() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    }

    /** Calls, and returns how long each took from when it was due. */
    private long[] run(String prefix, int calls, double rate) throws InterruptedException {
        long[] nanos = new long[calls];
        var done = new CountDownLatch(calls);
        long startNanos = System.nanoTime();
        for (int i = 0; i < calls; i++) {
            long due = rate > 0 ? startNanos + (long) (i * 1e9 / rate) : System.nanoTime();
            Waits.until(due);
            slots.acquire();
            int number = i;
            client.startChatContact(request(prefix + i)).whenComplete((answer, thrown) -> {
                if (thrown != null) {
                    thrown.printStackTrace();
                    System.exit(1);
                }
                nanos[number] = System.nanoTime() - due;
                slots.release();
                done.countDown();
            });
        }
        done.await();
        return nanos;
    }

    private static StartChatContactRequest request(String token) {
        return StartChatContactRequest.builder()
                .instanceId(LoadGenerator.INSTANCE)
                .contactFlowId(LoadGenerator.FLOW)
                .clientToken(token)
                .participantDetails(details -> details.displayName("Customer " + token))
                .initialMessage(message ->
                        message.contentType("text/plain").content("Hello, I have a question about my last order."))
                .attributes(Map.of("order", token, "language", "en", "page", "/orders/" + token, "tier", "2"))
                .build();
    }
}
