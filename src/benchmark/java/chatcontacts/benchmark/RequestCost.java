package chatcontacts.benchmark;

import chatcontacts.benchmark.Report.ReportLine;
import chatcontacts.testkit.servers.JavaProcess;

/** What a load costs for each request, from the construction of this on. */
final class RequestCost {

    private static final String TRANSACTION_LOG = "__transaction_state";
    private static final String OFFSETS = "__consumer_offsets";

    private final BenchmarkEnvironment environment;
    private final Arm arm;
    private final JavaProcess process;
    private final int requests;
    private final ClusterCost before;
    private final long cpuNanos;
    private final long brokerCpuNanos;

    /**
     * @param process that serves the requests
     * @param requests that there will be
     */
    RequestCost(BenchmarkEnvironment environment, Arm arm, JavaProcess process, int requests) {
        this.environment = environment;
        this.arm = arm;
        this.process = process;
        this.requests = requests;
        this.before = arm.cost();
        this.cpuNanos = process.cpu().toNanos();
        this.brokerCpuNanos = environment.broker().cpu().toNanos();
    }

    /** Processor time of that process for each request until now. */
    double cpuMs() {
        return (process.cpu().toNanos() - cpuNanos) / 1e6 / requests;
    }

    /** What the service takes, and what its topics get. */
    void report(Report report, String scenario, String armName) {
        double cpu = cpuMs();
        double brokerCpu = (environment.broker().cpu().toNanos() - brokerCpuNanos) / 1e6 / requests;
        ClusterCost after = arm.cost();
        String changelog = arm.name() + "-dispatch-state-changelog";
        var records = new ReportLine(scenario + ": each", armName)
                .with("CPU ms", cpu)
                .with("broker CPU ms", brokerCpu)
                .with(
                        "intake txns",
                        after.transactionsSince(before, environment.bootstrapServers(), arm.name() + "-intake"))
                .with(
                        "dispatch txns",
                        after.transactionsSince(before, environment.bootstrapServers(), arm.name() + "-dispatch"))
                .with("txn-log rec", after.recordsSince(before, TRANSACTION_LOG))
                .with("offsets rec", after.recordsSince(before, OFFSETS))
                .with("dispatch rec", after.recordsSince(before, arm.topic("dispatch")))
                .with("changelog rec", after.recordsSince(before, changelog))
                .with("results rec", after.recordsSince(before, arm.topic("results")));
        records.figures().replaceAll((name, value) -> name.endsWith("ms") ? value : value / requests);
        report.add(records);
        var bytes = new ReportLine(scenario + ": bytes", armName)
                .with("request", after.bytesSince(before, arm.topic("requests")))
                .with("dispatch", after.bytesSince(before, arm.topic("dispatch")))
                .with("changelog", after.bytesSince(before, changelog))
                .with("results", after.bytesSince(before, arm.topic("results")))
                .with("txn-log", after.bytesSince(before, TRANSACTION_LOG))
                .with("offsets", after.bytesSince(before, OFFSETS));
        bytes.figures().replaceAll((name, value) -> value / requests);
        report.add(bytes);
    }
}
