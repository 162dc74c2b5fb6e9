package chatcontacts.testkit.servers;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;

/**
 * A broker that denies everything that no ACL allows, with two more listeners:  one for users with a password (SASL_SSL,
 * SCRAM-SHA-512) and one for users with a certificate (mutual TLS). Who comes by the plain listener may do everything: the
 * test itself.
 */
public final class SecuredKafka implements AutoCloseable {

    private static final String PASSWORDS = "PASSWORDS";
    private static final String CERTIFICATES = "CERTIFICATES";

    private final Certificates certificates;
    private final LocalKafka kafka;
    private final Admin admin;

    public SecuredKafka(Certificates certificates) {
        this.certificates = certificates;
        this.kafka = LocalKafka.start(
                1,
                Map.of(
                        "authorizer.class.name", StandardAuthorizer.class.getName(),
                        "super.users", "User:ANONYMOUS",
                        // Who may not end a transaction leaves it open; a test shall not wait for that as long as
                        // others.
                        "transaction.abort.timed.out.transaction.cleanup.interval.ms", "500"),
                listeners(certificates));
        this.admin = kafka.admin();
    }

    private static Map<String, String> listeners(Certificates certificates) {
        String passwords = "listener.name.passwords.";
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put(
                "listeners",
                "EXTERNAL://localhost:0," + PASSWORDS + "://localhost:0," + CERTIFICATES + "://localhost:0");
        settings.put(
                "listener.security.protocol.map",
                "EXTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT," + PASSWORDS + ":SASL_SSL," + CERTIFICATES + ":SSL");
        settings.put(passwords + "sasl.enabled.mechanisms", "SCRAM-SHA-512");
        settings.put(
                passwords + "scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        settings.put("listener.name.certificates.ssl.client.auth", "required");
        settings.put("ssl.keystore.type", "PKCS12");
        settings.put("ssl.keystore.location", certificates.of("broker").toString());
        settings.put("ssl.keystore.password", Certificates.PASSWORD);
        settings.put("ssl.key.password", Certificates.PASSWORD);
        settings.put("ssl.truststore.type", "PKCS12");
        settings.put("ssl.truststore.location", certificates.trusted().toString());
        settings.put("ssl.truststore.password", Certificates.PASSWORD);
        return settings;
    }

    /** This broker, by its plain listener, beside that registry. */
    public LocalServers beside(LocalServers others) {
        return others.with(kafka);
    }

    /** Lets that user in by a password. */
    public void user(String name, String password) {
        var credential = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4_096);
        done(admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(name, credential, password)))
                .all());
    }

    public void allow(Collection<AclBinding> rights) {
        done(admin.createAcls(rights).all());
    }

    public void forbid(Collection<AclBinding> rights) {
        done(admin.deleteAcls(rights.stream().map(AclBinding::toFilter).toList())
                .all());
    }

    public void forbidAll() {
        done(admin.deleteAcls(List.of(AclBindingFilter.ANY)).all());
    }

    /** Where whoever comes may do everything. */
    public String plainAddress() {
        return kafka.address("EXTERNAL");
    }

    /** The service's settings for a user with a password. */
    public Map<String, String> byPassword(String user, String password) {
        return Map.of(
                "kafka.bootstrap.servers",
                kafka.address(PASSWORDS),
                "kafka.security.protocol",
                "SASL_SSL",
                "kafka.sasl.mechanism",
                "SCRAM-SHA-512",
                "kafka.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + user + "\" password=\""
                        + password + "\";",
                "kafka.ssl.truststore.type",
                "PEM",
                "kafka.ssl.truststore.location",
                certificates.trustedPem().toString());
    }

    /** The service's settings for a user with a certificate. */
    public Map<String, String> byCertificate(Path keyStore) {
        return Map.of(
                "kafka.bootstrap.servers",
                kafka.address(CERTIFICATES),
                "kafka.security.protocol",
                "SSL",
                "kafka.ssl.truststore.type",
                "PKCS12",
                "kafka.ssl.truststore.location",
                certificates.trusted().toString(),
                "kafka.ssl.truststore.password",
                Certificates.PASSWORD,
                "kafka.ssl.keystore.type",
                "PKCS12",
                "kafka.ssl.keystore.location",
                keyStore.toString(),
                "kafka.ssl.keystore.password",
                Certificates.PASSWORD);
    }

    private static void done(KafkaFuture<?> change) {
        try {
            change.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        admin.close();
        kafka.close();
    }
}
