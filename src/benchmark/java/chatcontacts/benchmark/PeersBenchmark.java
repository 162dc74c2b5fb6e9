package chatcontacts.benchmark;

import chatcontacts.benchmark.Report.ReportLine;
import chatcontacts.testkit.servers.JavaProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** The service beside other ways to do its job, under the same load in one run, first in one order and then in the other. */
final class PeersBenchmark {

    private final BenchmarkEnvironment environment;
    private final Report report;
    private final DrainBenchmark drain;
    private final PacedBenchmark paced;

    PeersBenchmark(BenchmarkEnvironment environment, Report report, DrainBenchmark drain, PacedBenchmark paced) {
        this.environment = environment;
        this.report = report;
        this.drain = drain;
        this.paced = paced;
    }

    void drain(int inFlight) {
        inBothOrders((contender, round) -> drain.measure(
                contender,
                "peersdrain" + inFlight + contender.key() + round,
                inFlight,
                line("drain, " + inFlight + " in flight", contender, round),
                this::add));
    }

    void paced(int rate) {
        paced("paced", rate);
    }

    /** While another process keeps all processors busy, from the start of each contender on. */
    void busy(int rate) {
        try (var busy =
                JavaProcess.start("busy", environment.folder(), List.of("-Xmx64m"), BusyMain.class, List.of())) {
            paced("busy", rate);
            if (!busy.isAlive()) {
                throw new IllegalStateException("the machine was not busy to the end, see " + busy.output());
            }
        }
    }

    private void paced(String scenario, int rate) {
        inBothOrders((contender, round) -> paced.measure(
                contender,
                "peers" + scenario + rate + contender.key() + round,
                rate,
                line(scenario + ", " + rate + "/s", contender, round),
                this::add));
    }

    private void inBothOrders(BiConsumer<Contender, String> arm) {
        List<Contender> contenders = new ArrayList<>(Peers.all(environment, report));
        contenders.add(Contender.SERVICE);
        contenders.forEach(contender -> arm.accept(contender, "a"));
        contenders.reversed().forEach(contender -> arm.accept(contender, "b"));
    }

    private static ReportLine line(String scenario, Contender contender, String round) {
        return new ReportLine(scenario, contender.name() + " " + round);
    }

    private void add(ReportLine line, RequestCost cost) {
        report.add(line.with("CPU ms", cost.cpuMs()));
    }
}
