package chatcontacts.testkit.service;

import chatcontacts.testkit.load.Ledger;
import chatcontacts.testkit.load.RequestMix;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Feeds the service from a mix of requests, at a rate that swings by half every twenty seconds so that quotas are full from time
 * to time. Has a thread of its own from its construction until it is told to stop.
 */
public final class Feeder {

    private static final double WAVE_SECONDS = 20;
    private static final double SWING = 0.5;

    private final RequestMix mix;
    private final RequestSender sender;
    private final Ledger ledger;
    private final double ratePerSecond;
    private final Thread thread = new Thread(this::run, "feeder");
    private volatile boolean stopped;
    private volatile @Nullable RuntimeException failure;

    /** Begins at once, and enters in the ledger what was written. */
    public Feeder(RequestMix mix, RequestSender sender, Ledger ledger, double ratePerSecond) {
        this.mix = mix;
        this.sender = sender;
        this.ledger = ledger;
        this.ratePerSecond = ratePerSecond;
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            feed();
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    /** What made it stop before it was told to, if anything did. */
    public @Nullable RuntimeException failure() {
        return failure;
    }

    private void feed() {
        long start = System.nanoTime();
        long sent = 0;
        while (!stopped) {
            long due = due((System.nanoTime() - start) / 1e9);
            for (; sent < due && !stopped; sent++) {
                sender.send(mix.next(Instant.now()), ledger);
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    /** How many are to be sent by then: the integral of a rate that swings around its mean, low at first. */
    private long due(double seconds) {
        double wave = 2 * Math.PI / WAVE_SECONDS;
        return 1 + (long) (ratePerSecond * (seconds - SWING / wave * Math.sin(wave * seconds)));
    }

    /** Stops, and returns when everything is written. */
    public void stop() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sender.flush();
    }
}
