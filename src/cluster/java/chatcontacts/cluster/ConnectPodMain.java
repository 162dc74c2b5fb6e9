package chatcontacts.cluster;

import chatcontacts.testkit.connect.ConnectSimulator;
import chatcontacts.testkit.servers.ConnectionForwarder;

/** The simulated Connect in a pod: on all interfaces, until it is killed. */
final class ConnectPodMain {

    static final int PORT = 8090;

    private ConnectPodMain() {}

    public static void main(String[] args) throws InterruptedException {
        try (ConnectSimulator connect = ConnectSimulator.start(it -> it.rules().rate(1_000, 1_000));
                ConnectionForwarder gate = ConnectionForwarder.everywhere(PORT, connect.uri())) {
            System.out.println("listens on " + gate.port());
            Thread.currentThread().join();
        }
    }
}
