package chatcontacts.app;

import chatcontacts.cli.console.Finding;
import chatcontacts.config.InstanceSettings;
import chatcontacts.config.LaneSettings;
import chatcontacts.config.Settings;
import chatcontacts.connect.AppliedQuotas;
import chatcontacts.connect.CallerReading;
import chatcontacts.connect.ChatsReading;
import chatcontacts.connect.CloudWatchChats;
import chatcontacts.connect.ConnectChatStarter;
import chatcontacts.connect.ConnectClients;
import chatcontacts.connect.LaneClientConfig;
import chatcontacts.connect.QuotaReading;
import chatcontacts.domain.call.CallResult;
import chatcontacts.domain.call.LookupResult;
import chatcontacts.domain.outcome.CredentialsEncryption;
import chatcontacts.domain.request.StartChat;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Tries once what each lane needs of AWS, for {@code doctor}. */
final class LaneExamination {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** AWS refuses signatures that are five minutes off. */
    private static final Duration TOLERATED_SKEW = Duration.ofMinutes(1);

    /** No contact, flow or instance has this id. */
    private static final String NOBODY = "00000000-0000-4000-8000-000000000000";

    private final Settings settings;
    private final InstantSource clock;
    private final boolean calls;
    private final List<Finding> findings = new ArrayList<>();

    private LaneExamination(Settings settings, InstantSource clock, boolean calls) {
        this.settings = settings;
        this.clock = clock;
        this.calls = calls;
    }

    /** @param calls whether StartChatContact is called too, in a way that cannot start a chat */
    static List<Finding> examine(Settings settings, boolean calls) {
        try (ConnectClients clients = new ConnectClients(CredentialsEncryption.NONE)) {
            return examine(settings, clients, InstantSource.system(), calls);
        }
    }

    static List<Finding> examine(Settings settings, ConnectClients clients, InstantSource clock, boolean calls) {
        LaneExamination examination = new LaneExamination(settings, clock, calls);
        settings.lanes().values().forEach(lane -> examination.examine(lane, clients));
        return examination.findings;
    }

    private void examine(LaneSettings lane, ConnectClients clients) {
        String area = "lane " + lane.name();
        LaneClientConfig connection = SettingsMapper.connection(lane);
        try (ConnectChatStarter starter = clients.open(connection)) {
            findings.add(Finding.ok(area, "region", starter.region()));
            Optional<String> account = credentials(area, lane, clients.caller(connection, starter));
            List<InstanceSettings> instances = settings.instances().all().stream()
                    .filter(it -> it.lane().equals(lane.name()))
                    .toList();
            String instanceId =
                    instances.stream().map(InstanceSettings::id).findFirst().orElse(NOBODY);
            lookup(area, lane, await(clients.contacts(connection, starter).lookUp(instanceId, NOBODY)));
            if (connection.identity().signs() || lane.serviceQuotasEndpoint().isPresent()) {
                try (AppliedQuotas quotas = clients.quotas(connection, starter, lane.serviceQuotasEndpoint())) {
                    limits(area, lane, instances, account, quotas);
                }
            }
            if (SettingsMapper.countsChats(lane)) {
                try (CloudWatchChats chats = clients.activeChats(connection, starter, lane.cloudWatchEndpoint())) {
                    counts(area, lane, await(chats.count(List.of(instanceId), clock.instant())));
                }
            }
            if (calls) {
                StartChat nobody = StartChat.of(instanceId, NOBODY, "doctor");
                call(area, await(starter.start(nobody, "doctor-" + UUID.randomUUID())));
            }
        } catch (SdkClientException e) {
            findings.add(Finding.missing(
                    area, "region", "none is known", "set lanes." + lane.name() + ".region or AWS_REGION"));
        } catch (ExecutionException | TimeoutException e) {
            findings.add(Finding.missing(area, "endpoint", e.getClass().getSimpleName(), "try again"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            findings.add(Finding.missing(area, "endpoint", "interrupted", ""));
        }
    }

    private static <T> T await(CompletionStage<T> answer)
            throws InterruptedException, ExecutionException, TimeoutException {
        return answer.toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Optional<String> credentials(String area, LaneSettings lane, CallerReading caller) {
        return switch (caller) {
            case CallerReading.Unsigned it -> {
                findings.add(Finding.ok(area, "credentials", "calls are not signed"));
                yield lane.account();
            }
            case CallerReading.Unconfirmed it -> {
                findings.add(Finding.warning(
                        area,
                        "credentials",
                        "there are some; AWS STS does not answer (" + it.cause() + ")",
                        "without STS the clocks are not compared, and the account is unknown: set lanes." + lane.name()
                                + ".account"));
                yield lane.account();
            }
            case CallerReading.Refused it -> {
                findings.add(Finding.missing(
                        area, "credentials", it.cause(), "check the role, profile or secret of the lane"));
                yield lane.account();
            }
            case CallerReading.Known it -> {
                findings.add(Finding.ok(area, "credentials", "account " + it.account()));
                it.time().ifPresent(time -> clock(area, time));
                yield Optional.of(it.account());
            }
        };
    }

    private void clock(String area, Instant time) {
        Duration ahead = Duration.between(time, clock.instant());
        String detail = Math.abs(ahead.toSeconds()) + " s " + (ahead.isNegative() ? "behind" : "ahead of") + " AWS";
        findings.add(
                ahead.abs().compareTo(TOLERATED_SKEW) <= 0
                        ? Finding.ok(area, "clock", detail)
                        : Finding.warning(
                                area,
                                "clock",
                                detail,
                                "synchronize it: AWS refuses signatures that are 5 minutes off"));
    }

    /** Any answer of AWS shows that the endpoint is there. */
    private void lookup(String area, LaneSettings lane, LookupResult result) {
        String right = "connect:DescribeContact";
        boolean needed = lane.reconciliationShare() > 0;
        switch (result) {
            case LookupResult.HasEnded it -> findings.add(Finding.ok(area, right, "allowed"));
            case LookupResult.StillActive it -> findings.add(Finding.ok(area, right, "allowed"));
            case LookupResult.LookupThrottled it -> findings.add(Finding.ok(area, right, "throttled at present"));
            case LookupResult.LookupDenied it ->
                findings.add(
                        needed
                                ? Finding.warning(area, right, it.errorCode(), "allow it, for reconciliation")
                                : Finding.ok(area, right, it.errorCode() + "; needed for reconciliation.share only"));
            case LookupResult.LookupFailed it -> {
                findings.add(Finding.missing(
                        area,
                        "endpoint",
                        it.errorCode(),
                        "check lanes." + lane.name() + ".endpoint, network and credentials"));
                return;
            }
        }
        findings.add(Finding.ok(area, "endpoint", "answers"));
    }

    private void limits(
            String area,
            LaneSettings lane,
            List<InstanceSettings> instances,
            Optional<String> account,
            AppliedQuotas quotas)
            throws InterruptedException, ExecutionException, TimeoutException {
        limit(area, "rate.per.second", lane.ratePerSecond(), await(quotas.startRate()));
        if (account.isPresent()) {
            for (InstanceSettings it : instances) {
                QuotaReading quota = await(quotas.concurrentChats(account.get(), it.id()));
                limit(
                        area,
                        "instances." + it.name() + ".concurrent.chats",
                        it.concurrentChats().map(Integer::doubleValue),
                        quota);
            }
        }
    }

    private void limit(String area, String subject, Optional<Double> configured, QuotaReading reading) {
        findings.add(
                switch (reading) {
                    case QuotaReading.Applied it
                    when configured.isPresent() && configured.get() != it.value() ->
                        Finding.warning(
                                area,
                                subject,
                                "configured " + number(configured.get()) + ", AWS allows " + number(it.value()),
                                "leave it out to use what AWS allows");
                    case QuotaReading.Applied it -> Finding.ok(area, subject, number(it.value()) + ", says AWS");
                    case QuotaReading.NotAllowed it ->
                        Finding.warning(
                                area, subject, it.errorCode(), "allow " + AppliedQuotas.ACTION + ", or set a number");
                    case QuotaReading.NotKnown it ->
                        Finding.warning(area, subject, "AWS does not say it (" + it.cause() + ")", "set a number");
                });
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    private void counts(String area, LaneSettings lane, ChatsReading reading) {
        findings.add(
                switch (reading) {
                    case ChatsReading.Counted it ->
                        Finding.ok(
                                area,
                                CloudWatchChats.ACTION,
                                it.byInstance().isEmpty() ? "allowed, no data at present" : "allowed");
                    case ChatsReading.CountNotAllowed it ->
                        Finding.warning(
                                area,
                                CloudWatchChats.ACTION,
                                it.errorCode(),
                                "allow it, for lanes." + lane.name() + ".cloudwatch.active.chats");
                    case ChatsReading.CountNotKnown it ->
                        Finding.warning(
                                area,
                                CloudWatchChats.ACTION,
                                "CloudWatch does not answer (" + it.cause() + ")",
                                "check lanes." + lane.name() + ".cloudwatch.endpoint");
                });
    }

    /** That the flow does not exist is what should be found. */
    private void call(String area, CallResult result) {
        String right = "connect:StartChatContact";
        findings.add(
                switch (result) {
                    case CallResult.AccessDenied it ->
                        Finding.missing(area, right, it.errorCode(), "allow it for the instance and its flows");
                    case CallResult.CredentialsRejected it ->
                        Finding.missing(area, right, it.errorCode(), "check the role, profile or secret of the lane");
                    case CallResult.Unreachable it ->
                        Finding.missing(area, right, it.errorCode(), "check the endpoint and the network");
                    case CallResult.Unavailable it -> Finding.warning(area, right, it.errorCode(), "try again");
                    case CallResult.Unanswered it -> Finding.warning(area, right, it.errorCode(), "try again");
                    case CallResult.Rejected it -> Finding.ok(area, right, "allowed");
                    case CallResult.Throttled it -> Finding.ok(area, right, "allowed, throttled at present");
                    case CallResult.QuotaFull it -> Finding.ok(area, right, "allowed, the instance is full");
                    case CallResult.ChatStarted it -> Finding.ok(area, right, "allowed");
                });
    }
}
