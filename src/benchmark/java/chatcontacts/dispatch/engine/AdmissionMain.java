package chatcontacts.dispatch.engine;

/**
 * Prints what admission makes of rates and slots, on virtual time: {@link AdmissionBenchmark}, then {@link LaneBenchmark}. An argument is
 * the number of seeds, 5 without one.
 */
final class AdmissionMain {

    private AdmissionMain() {}

    public static void main(String[] args) {
        int seeds = args.length == 0 ? 5 : Integer.parseInt(args[0]);
        AdmissionBenchmark.print(seeds);
        LaneBenchmark.print(seeds);
    }
}
