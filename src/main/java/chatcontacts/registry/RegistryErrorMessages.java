package chatcontacts.registry;

import chatcontacts.domain.errors.CauseChain;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import javax.net.ssl.SSLException;

/** What is wrong with the registry, in our words and with the setting that decides: the library's messages may quote a record. */
final class RegistryErrorMessages {


    private RegistryErrorMessages() {}

    /** There was no answer at all. */
    static String noResponse(Throwable failure) {
        return isTls(failure)
                ? "no TLS connection to the schema registry ("
                        + CauseChain.root(failure).getClass().getSimpleName()
                        + "); check serde.schema.registry.ssl.*"
                : "the schema registry does not respond";
    }

    /** There was one, and it is about who asks; see {@link SchemaRegistration#isAccessDenied}. */
    static String accessDenied(RestClientException answer) {
        String status = " (" + answer.getStatus() + ", error code " + answer.getErrorCode() + ")";
        return answer.getStatus() == 401
                ? "the schema registry rejects the credentials of serde.basic.auth.user.info" + status
                : "the schema registry denies access to the user of serde.basic.auth.user.info" + status;
    }

    static boolean isTls(Throwable failure) {
        return CauseChain.has(failure, SSLException.class);
    }
}
