package chatcontacts.registry;

import chatcontacts.domain.errors.CauseChain;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import javax.net.ssl.SSLException;

/** Error messages about the registry, with the setting to check. Not those of the library, which may quote a record. */
final class RegistryErrorMessages {

    private RegistryErrorMessages() {}

    /** No response at all. */
    static String noResponse(Throwable failure) {
        return isTls(failure)
                ? "no TLS connection to the schema registry ("
                        + CauseChain.root(failure).getClass().getSimpleName()
                        + "); check serde.schema.registry.ssl.*"
                : "the schema registry does not respond";
    }

    /** Access denied; see {@link SchemaRegistration#isAccessDenied}. */
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
