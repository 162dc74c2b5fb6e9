package chatcontacts.connect;

import chatcontacts.domain.call.CallResult;
import chatcontacts.domain.call.ChatStarter;
import chatcontacts.domain.outcome.CredentialsEncryption;
import chatcontacts.domain.request.Requests;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Calls Connect as lanes do, in a process of its own, since what the AWS SDK finds in its environment it reads once. Arguments: the
 * endpoint, for how many seconds, a CA bundle or an empty word, and the lanes as {@code name} or {@code name=roleArn}. Prints a
 * line for each call, {@code lane answer}; where the environment names an end point of CloudWatch, also for a quota and a count of chats.
 */
final class LaneCaller {

    private LaneCaller() {}

    public static void main(String[] args) throws Exception {
        URI endpoint = URI.create(args[0]);
        long nanos = TimeUnit.SECONDS.toNanos(Long.parseLong(args[1]));
        Optional<Path> bundle = Optional.of(args[2]).filter(it -> !it.isEmpty()).map(Path::of);
        Map<String, ChatStarter> lanes = new LinkedHashMap<>();
        try (ConnectClients clients = new ConnectClients(CredentialsEncryption.NONE)) {
            for (String lane : List.of(args).subList(3, args.length)) {
                String[] parts = lane.split("=", 2);
                Optional<String> role = Optional.of(parts[parts.length - 1]).filter(it -> parts.length > 1);
                lanes.put(parts[0], clients.open(connection(parts[0], endpoint, role, bundle)));
            }
            CountDownLatch never = new CountDownLatch(1);
            int call = 0;
            long first = 0; // counted from the first answers on: they take long on a busy machine
            do {
                for (Map.Entry<String, ChatStarter> lane : lanes.entrySet()) {
                    CallResult answer = lane.getValue()
                            .start(Requests.full().call(), "token/" + call++)
                            .toCompletableFuture()
                            .get(30, TimeUnit.SECONDS);
                    System.out.println(lane.getKey() + " "
                            + (answer instanceof CallResult.ChatStarted ? "Started" : answer.toString()));
                }
                first = first == 0 ? System.nanoTime() : first;
            } while (System.nanoTime() - first < nanos && !never.await(300, TimeUnit.MILLISECONDS));
            if (System.getenv().containsKey("AWS_ENDPOINT_URL_CLOUDWATCH")) {
                String name = args[3];
                read(clients, connection(name, endpoint, Optional.empty(), bundle));
            }
            lanes.values().forEach(ChatStarter::close);
        }
    }

    /** Reads a quota and counts chats where the environment says that they are to be had. */
    private static void read(ConnectClients clients, LaneClientConfig lane) throws Exception {
        ConnectChatStarter starter = clients.open(lane);
        try (AppliedQuotas quotas = clients.quotas(lane, starter, Optional.empty());
                CloudWatchChats chats = clients.activeChats(lane, starter, Optional.empty())) {
            Object rate = quotas.startRate().toCompletableFuture().get(30, TimeUnit.SECONDS);
            Object count = chats.count(List.of("sales-0001"), Instant.now().plusSeconds(300))
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
            System.out.println(lane.name() + " " + rate.getClass().getSimpleName());
            System.out.println(lane.name() + " " + count.getClass().getSimpleName());
        }
        starter.close();
    }

    private static LaneClientConfig connection(
            String name, URI endpoint, Optional<String> role, Optional<Path> bundle) {
        return new LaneClientConfig(
                name,
                Optional.of("eu-central-1"),
                Optional.of(endpoint),
                new LaneCredentialsConfig(Optional.empty(), role, true),
                bundle,
                10,
                Duration.ofSeconds(2),
                Duration.ofSeconds(10));
    }
}
