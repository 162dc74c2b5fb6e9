package chatcontacts.cli;

import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;

/**
 * What commands reach outside this package.
 *
 * @param environment the whole environment
 * @param version the service's own
 * @param runner the service
 * @param registrar the schema registry
 * @param admin makes a client for the brokers from its settings
 */
record Ports(
        Map<String, String> environment,
        String version,
        ServiceRunner runner,
        SchemaRegistrar registrar,
        Function<Map<String, Object>, Admin> admin) {}
