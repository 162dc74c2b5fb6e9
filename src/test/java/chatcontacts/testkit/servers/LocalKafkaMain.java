package chatcontacts.testkit.servers;

import java.util.concurrent.CountDownLatch;

/** {@link LocalKafka} as a process of its own, until it is killed. The last line that it prints names its address. */
public final class LocalKafkaMain {

    private LocalKafkaMain() {}

    public static void main(String[] args) throws InterruptedException {
        try (var kafka = LocalKafka.start(1)) {
            System.out.println("bootstrap.servers=" + kafka.bootstrapServers());
            new CountDownLatch(1).await();
        }
    }
}
