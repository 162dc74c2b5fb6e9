package chatcontacts.cli.doctor;

import chatcontacts.cli.console.Finding;
import chatcontacts.config.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.errors.UnknownMemberIdException;

/**
 * Tries whether both streams applications may be members of their groups and begin transactions. The brokers check the permission before
 * they look for the member or the transaction, which nobody has, so that nothing changes.
 */
final class MembershipExamination {

    private static final String NOBODY = "-doctor";

    private final Settings settings;
    private final Admin admin;
    private final Duration patience;

    MembershipExamination(Settings settings, Admin admin, Duration patience) {
        this.settings = settings;
        this.admin = admin;
        this.patience = patience;
    }

    /**
     * One for the group of each application, and one for its transactional ids.
     *
     * @throws ExecutionException with what the brokers said
     * @throws TimeoutException if they said nothing in time
     */
    List<Finding> findings() throws ExecutionException, TimeoutException, InterruptedException {
        List<Finding> findings = new ArrayList<>();
        for (String application : List.of(settings.intakeApplicationId(), settings.dispatchApplicationId())) {
            findings.add(group(application));
            findings.add(transactions(application));
        }
        return findings;
    }

    /** To leave a group needs what to join it does. */
    private Finding group(String id) throws ExecutionException, TimeoutException, InterruptedException {
        Set<MemberToRemove> nobody = Set.of(new MemberToRemove(id + NOBODY));
        try {
            await(admin.removeMembersFromConsumerGroup(id, new RemoveMembersFromConsumerGroupOptions(nobody))
                    .all());
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case GroupAuthorizationException denied -> {
                    return Finding.missing("group", id, "access denied", "allow Read on it");
                }
                case UnknownMemberIdException none -> {}
                case null, default -> throw e;
            }
        }
        return Finding.ok("group", id, "may be joined");
    }

    private Finding transactions(String application) throws ExecutionException, TimeoutException, InterruptedException {
        String prefix = application + "-";
        String nobody = application + NOBODY;
        try {
            await(admin.describeTransactions(List.of(nobody)).description(nobody));
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case TransactionalIdAuthorizationException denied -> {
                    return Finding.missing(
                            "transactional ids", prefix, "access denied", "allow Write on all that begin with it");
                }
                case TransactionalIdNotFoundException none -> {}
                case null, default -> throw e;
            }
        }
        return Finding.ok("transactional ids", prefix, "may be described, as Write implies");
    }

    private <T> void await(KafkaFuture<T> future) throws ExecutionException, TimeoutException, InterruptedException {
        future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    }
}
