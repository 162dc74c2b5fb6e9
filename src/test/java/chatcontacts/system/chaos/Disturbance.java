package chatcontacts.system.chaos;

import chatcontacts.testkit.load.Latencies;
import java.time.Duration;

/** A fault that the chaos run injects. What is down comes back after its time. */
sealed interface Disturbance {

    /** Under which name it is counted. */
    String kind();

    /** A process ends without a warning (SIGKILL), and is started again. */
    record Kill(int process, Duration down) implements Disturbance {
        @Override
        public String kind() {
            return "kills";
        }

        @Override
        public String toString() {
            return "kill process " + process + ", start it after " + Latencies.words(down);
        }
    }

    /** A process is asked to end (SIGTERM), and started again as soon as it has ended. */
    record Restart(int process) implements Disturbance {
        @Override
        public String kind() {
            return "clean restarts";
        }

        @Override
        public String toString() {
            return "restart process " + process;
        }
    }

    record BrokerStop(Duration down) implements Disturbance {
        @Override
        public String kind() {
            return "broker stops";
        }

        @Override
        public String toString() {
            return "stop the broker for " + Latencies.words(down);
        }
    }

    record RegistryStop(Duration down) implements Disturbance {
        @Override
        public String kind() {
            return "registry stops";
        }

        @Override
        public String toString() {
            return "stop the registry for " + Latencies.words(down);
        }
    }

    /** One lane's Connect behaves badly. */
    record ConnectTrouble(ConnectFault trouble, String lane, Duration length) implements Disturbance {
        @Override
        public String kind() {
            return "Connect troubles";
        }

        @Override
        public String toString() {
            return "Connect of " + lane + " " + trouble.words() + " for " + Latencies.words(length);
        }
    }
}
