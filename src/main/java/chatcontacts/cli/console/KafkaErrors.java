package chatcontacts.cli.console;

import chatcontacts.config.KafkaSettings;
import chatcontacts.config.Secrets;
import chatcontacts.domain.errors.CauseChain;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Translates errors of Kafka clients into one line for the user. */
public final class KafkaErrors {

    private KafkaErrors() {}

    /** No broker responded in time. */
    public static CommandException noResponse(KafkaSettings kafka, Throwable cause) {
        return new CommandException(
                ExitCode.UNREACHABLE,
                "no broker responds (kafka.bootstrap.servers is " + kafka.bootstrapServers() + ")",
                cause);
    }

    /** A topic that the command needs is not there. */
    public static CommandException topicMissing(String topic) {
        return new CommandException(
                ExitCode.UNREACHABLE,
                "topic " + topic + " does not exist; create it with topics create",
                new UnknownTopicOrPartitionException(topic));
    }

    /** A client could not be created. Only Kafka's own messages are shown: others may quote a part of a secret. */
    public static CommandException clientFailed(KafkaSettings kafka, KafkaException failure) {
        KafkaException told = CauseChain.last(failure, KafkaException.class).orElse(failure);
        Throwable root = CauseChain.root(failure);
        String message = Secrets.scrub(String.valueOf(told.getMessage()), kafka.common());
        if (told instanceof ConfigException && message.contains("No resolvable bootstrap urls")) {
            return new CommandException(
                    ExitCode.UNREACHABLE,
                    "cannot resolve any host of kafka.bootstrap.servers (it is " + kafka.bootstrapServers() + ")",
                    failure);
        }
        String deeper = root instanceof KafkaException ? "" : " (" + name(root) + "); --debug prints the stack trace";
        return new CommandException(
                ExitCode.USAGE, "the Kafka client rejects the settings: " + message + deeper, failure);
    }

    /** Translates an error of the brokers or of the client. */
    public static RuntimeException translate(KafkaSettings kafka, Throwable cause) {
        return switch (cause) {
            case AuthenticationException e -> new CommandException(ExitCode.UNREACHABLE, authenticationFailed(e), e);
            case AuthorizationException e ->
                new CommandException(ExitCode.UNREACHABLE, "the brokers deny access: " + e.getMessage(), e);
            case InterruptException e -> new CommandException(ExitCode.INTERNAL, "interrupted", e);
            case RetriableException e -> noResponse(kafka, e);
            case ApiException e ->
                new CommandException(
                        ExitCode.USAGE, "the brokers reject the request: " + e.getMessage() + " (" + name(e) + ")", e);
            default -> new IllegalStateException("unexpected error of the brokers", cause);
        };
    }

    /**
     * Authentication failed. Messages of TLS contain no secret and are shown; messages of SASL come from the broker and are
     * not.
     */
    public static String authenticationFailed(AuthenticationException failure) {
        if (failure instanceof SslAuthenticationException) {
            return "no TLS connection to the brokers: " + tls(failure)
                    + "; check kafka.ssl.truststore.* and kafka.ssl.keystore.*";
        }
        return "the brokers reject the credentials (" + name(failure)
                + "); check kafka.sasl.mechanism and kafka.sasl.jaas.config";
    }

    private static String tls(Throwable failure) {
        Throwable root = CauseChain.root(failure);
        return name(root) + ": "
                + String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    }

    private static String name(Throwable e) {
        return e.getClass().getSimpleName();
    }
}
