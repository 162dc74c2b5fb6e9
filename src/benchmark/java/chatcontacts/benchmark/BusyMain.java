package chatcontacts.benchmark;

/** Another process that keeps all processors busy, until it is ended or the one that started it ends. */
final class BusyMain {

    private BusyMain() {}

    public static void main(String[] args) {
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            Thread.ofPlatform().daemon().start(BusyMain::spin);
        }
        ProcessHandle.current().parent().ifPresent(parent -> parent.onExit().join());
    }

    private static void spin() {
        while (true) {
            Thread.onSpinWait();
        }
    }
}
