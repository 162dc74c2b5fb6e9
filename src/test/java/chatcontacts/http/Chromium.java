package chatcontacts.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A real browser without a window and with an empty profile, driven over its DevTools protocol. */
final class Chromium implements AutoCloseable {

    private static final String LISTENING = "DevTools listening on ";

    private final Process process;
    private final DevTools devTools;

    private Chromium(Process process, DevTools devTools) {
        this.process = process;
        this.devTools = devTools;
    }

    /** The one that is installed, if any. */
    static Optional<Path> installed() {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Chromium start(Path program, Path profile) {
        try {
            Process process = new ProcessBuilder(List.of(
                            program.toString(),
                            "--headless",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--disable-dev-shm-usage",
                            "--no-first-run",
                            "--no-default-browser-check",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync",
                            "--disable-extensions",
                            "--hide-scrollbars",
                            "--lang=en-US",
                            "--user-data-dir=" + profile,
                            "--remote-debugging-port=0",
                            "about:blank"))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new Chromium(process, new DevTools(address(process)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it says on standard error is read to its end, or it would stop for want of room. */
    private static URI address(Process process) {
        CompletableFuture<URI> address = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("chromium-says").start(() -> {
            try (BufferedReader lines = process.errorReader()) {
                lines.lines().forEach(line -> {
                    if (line.startsWith(LISTENING)) {
                        address.complete(URI.create(line.substring(LISTENING.length())));
                    }
                });
            } catch (IOException | UncheckedIOException e) {
                // it ended
            }
            address.completeExceptionally(new IllegalStateException("the browser ended"));
        });
        try {
            return address.get(60, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            process.destroyForcibly();
            throw new IllegalStateException("the browser did not start", e);
        }
    }

    Tab open() {
        return new Tab(devTools);
    }

    @Override
    public void close() {
        devTools.close();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
