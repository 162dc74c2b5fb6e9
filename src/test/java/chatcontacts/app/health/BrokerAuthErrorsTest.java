package chatcontacts.app.health;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.config.SettingsLoader;
import java.security.cert.CertificateExpiredException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class BrokerAuthErrorsTest {

    private final BrokerAuthErrors errors = new BrokerAuthErrors(
            SettingsLoader.load(
                            Optional.empty(),
                            Map.of(
                                    "CHAT_KAFKA_BOOTSTRAP_SERVERS", "broker:9092",
                                    "CHAT_SCHEMA_REGISTRY_URL", "http://registry:8081"),
                            Map.of("application.id", "chats", "topics.results", "out"))
                    .settings(),
            "chats-dispatch-state-changelog");

    private String explanation(Exception failure) {
        return errors.explain(new StreamsException("a thread died", failure)).orElse("");
    }

    @Test
    void namesTheSettingOfATopicAndTheMissingPermission() {
        assertThat(explanation(new TopicAuthorizationException(Set.of("out", "chat-dispatch", "theirs"))))
                .isEqualTo("the brokers deny access to topics: chat-dispatch (topics.dispatch) needs Read and"
                        + " Write; out (topics.results) needs Write; theirs");
    }

    @Test
    void takesATopicWithoutANameForTheOneThatTheServiceCreates() {
        assertThat(explanation(new TopicAuthorizationException("Authorization failed.")))
                .isEqualTo("the brokers deny access to topics: chats-dispatch-state-changelog (the state's"
                        + " changelog) needs Create, Read and Write");
    }

    @Test
    void namesGroupsAndTransactionalIds() {
        assertThat(explanation(GroupAuthorizationException.forGroupId("chats-intake")))
                .isEqualTo("the brokers deny access to the group chats-intake: this user needs Read");
        assertThat(explanation(new TransactionalIdAuthorizationException("no")))
                .endsWith("this user needs Write on ids that begin with chats-intake- and chats-dispatch-");
        assertThat(explanation(new ClusterAuthorizationException("Cluster authorization failed.")))
                .isEqualTo("the brokers deny access: Cluster authorization failed.");
    }

    @Test
    void namesTheSettingsOfIdentityAndTrustAndQuotesNoSecret() {
        assertThat(explanation(new SaslAuthenticationException("password=hush")))
                .isEqualTo("the brokers reject the credentials (SaslAuthenticationException); check"
                        + " kafka.sasl.mechanism and kafka.sasl.jaas.config");
        SSLHandshakeException handshake = new SSLHandshakeException("handshake");
        handshake.initCause(new CertificateExpiredException("NotAfter: yesterday\nmore"));
        assertThat(explanation(new SslAuthenticationException("SSL handshake failed", handshake)))
                .isEqualTo("no TLS connection to the brokers: CertificateExpiredException: NotAfter: yesterday;"
                        + " check kafka.ssl.truststore.* and kafka.ssl.keystore.*");
    }

    @Test
    void explainsNoOtherFailures() {
        assertThat(errors.explain(new StreamsException("a thread died", new TimeoutException("slow"))))
                .isEmpty();
        assertThat(errors.explain(new IllegalStateException("a bug"))).isEmpty();
    }
}
